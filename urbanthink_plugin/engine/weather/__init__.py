"""Weather: the hourly year of sun, temperature and wind that every solar and energy job starts from.

`read_weather` takes a file the user has (PVGIS, EPW); `built_in_weather` makes a year for a place in France from tables
that come with the plugin. Clear sky bounds what is made here and is never itself given as weather.
"""

from .checks import check_place
from .climatology import built_in_weather
from .reading import read_weather
from .year import Finding, WeatherYear

__all__ = ["Finding", "WeatherYear", "built_in_weather", "check_place", "read_weather"]
