//VERSION=3
// Landsat 8-9 Level 1 for UrbanThink: brightness temperature of band 10 at the top of the atmosphere, hundredths of a
// kelvin as whole numbers, with the quality bits of Collection 2 (QA_PIXEL) and the data mask beside them.
function setup() {
  return {
    input: [{ bands: ["B10", "BQA", "dataMask"], units: ["BRIGHTNESS_TEMPERATURE", "DN", "DN"] }],
    output: [
      { id: "bands", bands: 1, sampleType: "UINT16" },
      { id: "classes", bands: 2, sampleType: "UINT16" },
    ],
    mosaicking: "SIMPLE",
  };
}

function evaluatePixel(sample) {
  return {
    bands: [sample.dataMask ? Math.round(sample.B10 * 100) : 0],
    classes: [sample.BQA, sample.dataMask],
  };
}
