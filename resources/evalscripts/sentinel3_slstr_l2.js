//VERSION=3
// Sentinel-3 SLSTR L2 land surface temperature for UrbanThink: hundredths of a kelvin as whole numbers, with the
// confidence flags (bit 14: summary cloud) and the data mask beside them.
function setup() {
  return {
    input: ["LST", "CONFIDENCE", "dataMask"],
    output: [
      { id: "bands", bands: 1, sampleType: "UINT16" },
      { id: "classes", bands: 2, sampleType: "UINT16" },
    ],
    mosaicking: "SIMPLE",
  };
}

function evaluatePixel(sample) {
  return {
    bands: [Math.round(sample.LST * 100)],
    classes: [sample.CONFIDENCE, sample.dataMask],
  };
}
