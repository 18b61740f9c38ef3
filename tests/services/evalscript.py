"""Evalscripts, really run: QuickJS calls `setup` once and `evaluatePixel` for every pixel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import quickjs

from .messages import Refusal

#: Types an output may have; AUTO stretches 0…1 to 0…255.
TYPES = {"AUTO": "uint8", "UINT8": "uint8", "UINT16": "uint16", "INT16": "int16", "FLOAT32": "float32"}
#: Pixels given to QuickJS at a time.
CHUNK = 1 << 16
#: Above this the code unit would be a surrogate, and numbers travel as single bytes.
ONE_UNIT = 0xD7FE

HARNESS = r"""
globalThis.__collect = [];
const __DATES = ["date", "dateFrom", "dateTo"];
globalThis.__revive = text => JSON.parse(text, (key, value) => __DATES.includes(key) ? new Date(value) : value);
function __join(text) {
  const words = new Uint16Array(text.length / 2);
  for (let i = 0; i < words.length; i++)
    words[i] = (text.charCodeAt(2 * i) - 1) | ((text.charCodeAt(2 * i + 1) - 1) << 8);
  return words;
}
function __text(units, sign) {
  // Joined, not added: the Python binding does not know the ropes that long sums of strings become.
  const parts = [sign];
  for (let i = 0; i < units.length; i += 8192) parts.push(String.fromCharCode.apply(null, units.subarray(i, i + 8192)));
  return parts.join("");
}
const __ARRAYS = {AUTO: Uint8Array, UINT8: Uint8Array, UINT16: Uint16Array, INT16: Int16Array, FLOAT32: Float32Array};
const __LIMITS = {AUTO: [0, 255], UINT8: [0, 255], UINT16: [0, 65535], INT16: [-32768, 32767]};
const __FITS = {AUTO: "(x & 255) === x", UINT8: "(x & 255) === x", UINT16: "(x & 65535) === x",
                INT16: "(x << 16 >> 16) === x"};
function __whole(value, limits) {
  value = Number(value);
  return value !== value ? 0 : Math.min(limits[1], Math.max(limits[0], Math.round(value)));
}
function __list(values, id, bands) {
  if (values === undefined) throw new Error("evaluatePixel() returned no value for output '" + id + "'");
  if (typeof values === "number" || typeof values === "boolean") values = [Number(values)];
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) throw new Error("Output '" + id + "' must be an array");
  if (values.length !== bands)
    throw new Error("Output '" + id + "' requires " + bands + " bands, but evaluatePixel() returned " + values.length);
  return values;
}
function __answer(answer, first) {
  if (Array.isArray(answer) || typeof answer === "number") return {[first]: answer};
  if (answer === null || typeof answer !== "object") throw new Error("evaluatePixel() must return an array or object");
  return answer;
}
// The loop over pixels is written out for the bands and outputs at hand: interpreted code pays for every lookup.
function __loop(plan) {
  const code = ["let answer, v, x;", "for (let i = 0; i < n; i++) {"];
  for (let f = 0; f < plan.frames; f++) plan.names.forEach((name, b) => {
    const at = `${(f * plan.names.length + b) * plan.pixels} + i`;
    const value = plan.halves ? `words[${at}]` : `(words.charCodeAt(${at}) - 1)`;
    const by = plan.divisors[b], target = `s${f}[${JSON.stringify(name)}]`;
    if (typeof by === "string") code.push(`x = ${value}; ${target} = ${by};`);
    else code.push(`${target} = ${value}` + (by === 1 ? ";" : ` / ${by};`));
  });
  code.push(`answer = __answer(evaluatePixel(${plan.many ? "samples" : "s0"}, scenes, metadata, custom, {}), first);`);
  plan.outputs.forEach((o, k) => {
    code.push(`v = __list(answer[${JSON.stringify(o.id)}], ${JSON.stringify(o.id)}, ${o.bands});`);
    for (let b = 0; b < o.bands; b++) {
      const value = o.sampleType === "AUTO" ? `v[${b}] * 255` : `v[${b}]`, at = `t${k}[i * ${o.bands} + ${b}]`;
      code.push(o.sampleType === "FLOAT32" ? `${at} = ${value};`
        : `x = ${value}; ${at} = ${__FITS[o.sampleType]} ? x : __whole(x, l${k});`);
    }
  });
  const targets = plan.outputs.map((o, k) => `t${k} = results[${k}], l${k} = limits[${k}]`);
  const frames = Array.from({length: plan.frames}, (_, f) => `s${f} = samples[${f}]`);
  const head = `const ${[...targets, ...frames].join(", ")};`;
  return new Function("words", "n", "samples", "results", "limits", "scenes", "metadata", "custom", "first",
                      "evaluatePixel", head + code.join("\n") + "}");
}
function __run(text, plan) {
  const words = plan.halves ? __join(text) : text, samples = Array.from({length: plan.frames}, () => ({}));
  const results = plan.outputs.map(o => new __ARRAYS[o.sampleType](plan.pixels * o.bands));
  const limits = plan.outputs.map(o => __LIMITS[o.sampleType]);
  __loop(plan)(words, plan.pixels, samples, results, limits, plan.scenes, plan.metadata, {}, plan.outputs[0].id,
               evaluatePixel);
  return results.map(array => {
    // Whole numbers below the surrogates travel as one code unit, everything else byte by byte.
    let whole = !(array instanceof Float32Array), units = new Uint16Array(whole ? array.length : 0), value;
    for (let i = 0; whole && i < units.length; i++) {
      value = array[i];
      if (value < 0 || value >= 0xD7FE) whole = false;
      units[i] = value + 1;
    }
    if (whole) return __text(units, "w");
    const bytes = new Uint8Array(array.buffer);
    units = new Uint16Array(bytes.length);
    for (let i = 0; i < units.length; i++) units[i] = bytes[i] + 1;
    return __text(units, "b");
  });
}
globalThis.__start = function (text, plan) { globalThis.__collect = __run(text, __revive(plan)); return 0; };
globalThis.__take = function (index) { return globalThis.__collect[index]; };
"""


@dataclass(frozen=True)
class Output:
    """One output of `setup`."""

    id: str
    bands: int
    sample_type: str


class Evalscript:
    """A script in its own QuickJS context; used by one thread only.

    Attributes
    ----------
    inputs : list of (band, unit or None)
    outputs : list of Output
    mosaicking : str
        ``SIMPLE``, ``ORBIT`` or ``TILE``.
    """

    def __init__(self, source: str):
        if not source.lstrip().startswith("//VERSION=3"):
            raise Refusal(400, "RENDERER_EXCEPTION", "Only evalscripts of //VERSION=3 are supported.")
        self._context = quickjs.Context()
        self._guard(lambda: self._context.eval(source))
        for name in ("setup", "evaluatePixel"):
            if not self._has(name):
                raise Refusal(400, "RENDERER_EXCEPTION", f"Function {name}() is missing from the evalscript.")
        self._context.eval(HARNESS)
        declared = json.loads(self._guard(lambda: self._context.eval("JSON.stringify(setup())")) or "null")
        self.inputs, self.outputs, self.mosaicking = self._read_setup(declared)

    def _has(self, name: str) -> bool:
        return self._context.eval(f"typeof {name}") == "function"

    @staticmethod
    def _guard(action):
        try:
            return action()
        except quickjs.JSException as error:
            raise Refusal(400, "RENDERER_EXCEPTION", f"Failed to evaluate script!\nevalscript.js: {error}") from None

    @staticmethod
    def _read_setup(declared) -> tuple[list[tuple[str, str | None]], list[Output], str]:
        if not isinstance(declared, dict) or "input" not in declared or "output" not in declared:
            raise Refusal(400, "RENDERER_EXCEPTION", "setup() must return an object with input and output.")
        entries = declared["input"] if isinstance(declared["input"], list) else [declared["input"]]
        inputs: list[tuple[str, str | None]] = []
        for entry in entries:
            if isinstance(entry, str):
                inputs.append((entry, None))
                continue
            units = entry.get("units")
            for index, band in enumerate(entry["bands"]):
                inputs.append((band, units[index] if isinstance(units, list) else units))
        listed = declared["output"] if isinstance(declared["output"], list) else [declared["output"]]
        outputs = [
            Output(one.get("id", "default"), int(one["bands"]), str(one.get("sampleType", "AUTO")).upper())
            for one in listed
        ]
        for output in outputs:
            if output.sample_type not in TYPES:
                raise Refusal(400, "RENDERER_EXCEPTION", f"Unsupported sampleType {output.sample_type}.")
        mosaicking = str(declared.get("mosaicking", "SIMPLE")).upper()
        if mosaicking not in ("SIMPLE", "ORBIT", "TILE"):
            raise Refusal(400, "RENDERER_EXCEPTION", f"Unknown mosaicking {mosaicking}.")
        return inputs, outputs, mosaicking

    def choose_scenes(self, collections: dict) -> dict:
        """What `preProcessScenes` keeps."""
        if not self._has("preProcessScenes"):
            return collections
        # Dates of scenes are Date objects in scripts.
        self._revive("__collections", collections)
        return json.loads(self._guard(lambda: self._context.eval("JSON.stringify(preProcessScenes(__collections))")))

    def update_outputs(self, collections: dict) -> None:
        """Let `updateOutput` change the number of bands, as it may for ORBIT and TILE."""
        if not self._has("updateOutput"):
            return
        known = {output.id: {"bands": output.bands} for output in self.outputs}
        self._revive("__collections", collections)
        self._context.eval(f"globalThis.__outputs = {json.dumps(known)}")
        self._guard(lambda: self._context.eval("updateOutput(__outputs, __collections)"))
        changed = json.loads(self._context.eval("JSON.stringify(__outputs)"))
        self.outputs = [Output(one.id, int(changed[one.id]["bands"]), one.sample_type) for one in self.outputs]

    def user_data(self, scenes: dict) -> dict:
        """What `updateOutputMetadata` leaves in `userData`."""
        if not self._has("updateOutputMetadata"):
            return {}
        self._revive("__collections", scenes)
        self._context.eval("globalThis.__metadata = {userData: {}}")
        self._guard(lambda: self._context.eval("updateOutputMetadata(__collections, {}, __metadata)"))
        return json.loads(self._context.eval("JSON.stringify(__metadata.userData)"))

    def _revive(self, name: str, value: dict) -> None:
        self._context.set("__json", json.dumps(value))
        self._context.eval(f"globalThis.{name} = __revive(__json)")

    def run(
        self, frames: Sequence[np.ndarray], names: list[str], divisors: list[float | str], scenes: dict, pixels: int
    ) -> list[np.ndarray]:
        """Evaluate every pixel.

        Parameters
        ----------
        frames : sequence of ndarray
            One for SIMPLE, else one per orbit or tile: (band, pixel) uint16 digital numbers.
        names, divisors : list
            Band names, and by what a script's value is smaller than the digital number, or its formula of that
            number, x.
        scenes : dict
            The second argument of `evaluatePixel`.
        pixels : int
            How many; without any frame the script still decides what nothing looks like.

        Returns
        -------
        list of ndarray
            One per output, (band, pixel).
        """
        parts = [
            self._chunk(
                [frame[:, at : at + CHUNK] for frame in frames], names, divisors, scenes, min(CHUNK, pixels - at)
            )
            for at in range(0, pixels, CHUNK)
        ]
        return [np.concatenate(arrays, axis=1) for arrays in zip(*parts, strict=True)]

    def _chunk(self, frames, names, divisors, scenes, pixels) -> list[np.ndarray]:
        words = np.stack(frames).astype("<u2") if frames else np.zeros(0, "<u2")
        halves = bool(words.max(initial=0) > ONE_UNIT)
        units = words.reshape(-1).view(np.uint8).astype("<u2") if halves else words.reshape(-1)
        plan = {
            "pixels": pixels, "frames": len(frames), "names": names, "divisors": divisors,
            "scenes": scenes, "many": self.mosaicking != "SIMPLE", "halves": halves, "metadata": {},
            "outputs": [{"id": o.id, "bands": o.bands, "sampleType": o.sample_type} for o in self.outputs],
        }  # fmt: skip
        text = (units + np.uint16(1)).astype("<u2").tobytes().decode("utf-16-le")
        self._guard(lambda: self._context.get("__start")(text, json.dumps(plan)))
        results = []
        for index, output in enumerate(self.outputs):
            taken = self._context.get("__take")(index)
            values = np.frombuffer(taken[1:].encode("utf-16-le"), "<u2") - np.uint16(1)
            stored = np.dtype(TYPES[output.sample_type])
            values = values.astype(stored) if taken[0] == "w" else values.astype(np.uint8).view(stored)
            results.append(np.ascontiguousarray(values.reshape(-1, output.bands).T))
        return results
