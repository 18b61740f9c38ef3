"""The Processing provider: which algorithms there are, and how the toolbox shows them."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .heat.heat_island import HeatIsland
from .imagery.fetch_sentinel2 import FetchSentinel2
from .imagery.fetch_surface_temperature import FetchSurfaceTemperature
from .imagery.import_scene import ImportScene
from .imagery.search_scenes import SearchScenes
from .installed import RESOURCES, version
from .solar.open_ground_solar import OpenGroundSolar
from .solar.panel_layout import PanelLayout
from .solar.roof_planes import RoofPlanes
from .solar.rooftop_solar import RooftopSolar
from .solar.solar_irradiation import SolarIrradiation
from .territory.check_installation import CheckInstallation
from .territory.city_diagnosis import CityDiagnosis
from .territory.demo_town import DemoTown
from .vegetation.spectral_indices import SpectralIndices
from .vegetation.zone_statistics import ZoneStatistics

ALGORITHMS = (
    SearchScenes,
    FetchSentinel2,
    FetchSurfaceTemperature,
    ImportScene,
    SpectralIndices,
    ZoneStatistics,
    HeatIsland,
    SolarIrradiation,
    RoofPlanes,
    RooftopSolar,
    OpenGroundSolar,
    PanelLayout,
    CheckInstallation,
    CityDiagnosis,
    DemoTown,
)


class UrbanThinkProvider(QgsProcessingProvider):
    """Provider ``urbanthink``."""

    def id(self) -> str:
        return "urbanthink"

    def name(self) -> str:
        return "UrbanThink"

    def longName(self) -> str:
        return f"UrbanThink {version()}"

    def versionInfo(self) -> str:
        return version()

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(RESOURCES / "icons" / "urbanthink.svg")

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def supportsNonFileBasedOutput(self) -> bool:
        return False

    def defaultRasterFileExtension(self) -> str:
        return "tif"

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        return ["tif", "tiff"]

    def defaultVectorFileExtension(self, hasGeometry: bool = True) -> str:
        return "gpkg"

    def supportedOutputVectorLayerExtensions(self) -> list[str]:
        return ["gpkg", "geojson", "shp"]
