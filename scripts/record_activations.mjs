// SPDX-License-Identifier: Apache-2.0
// Runs the edited text recogniser on the prepared lines; writes each wanted tensor as raw float32.
// Called by record-activations with the work folder as the only argument.
import fs from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-node';

const dir = path.join(process.argv[2], 'ocr');
const plan = JSON.parse(fs.readFileSync(path.join(dir, 'plan.json'), 'utf8'));
const session = await ort.InferenceSession.create(path.join(dir, 'model.onnx'), {
  intraOpNumThreads: 1, // one thread and no fusion: the same sums in the same order every time
  interOpNumThreads: 1,
  graphOptimizationLevel: 'disabled',
});
const pixels = fs.readFileSync(path.join(dir, 'input.f32'));
const size = 3 * plan.height * plan.width;
const files = new Map(plan.tensors.map((t, i) => [t, fs.openSync(path.join(dir, `t${i}.f32`), 'w')]));
const shapes = {};
for (let i = 0; i < plan.images; i++) {
  const data = new Float32Array(pixels.buffer, pixels.byteOffset + 4 * size * i, size);
  const result = await session.run({ x: new ort.Tensor('float32', data, [1, 3, plan.height, plan.width]) });
  for (const [name, file] of files) {
    const t = result[name];
    if (!t) throw new Error(`the network gave no tensor '${name}'`);
    shapes[name] = t.dims;
    fs.writeSync(file, new Uint8Array(t.data.buffer, t.data.byteOffset, t.data.byteLength));
  }
}
for (const file of files.values()) fs.closeSync(file);
fs.writeFileSync(path.join(dir, 'shapes.json'), JSON.stringify(shapes));
