//VERSION=3
// Sentinel-2 L2A for UrbanThink: digital numbers as whole numbers (10 000 × reflectance, harmonised by the service),
// with the scene classification and the data mask beside them. The plugin writes the wanted bands into the next line.
const BANDS = ["B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12"];

function setup() {
  return {
    input: [{ bands: [...BANDS, "SCL", "dataMask"], units: "DN" }],
    output: [
      { id: "bands", bands: BANDS.length, sampleType: "UINT16" },
      { id: "classes", bands: 2, sampleType: "UINT8" },
    ],
    mosaicking: "SIMPLE",
  };
}

function evaluatePixel(sample) {
  return {
    bands: BANDS.map((band) => sample[band]),
    classes: [sample.SCL, sample.dataMask],
  };
}
