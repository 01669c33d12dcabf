"""Reads the words in a picture, offline: where text stands, then what it says. Nothing is guessed from a dictionary."""

import importlib.util
import math
import statistics
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy
import onnxruntime
from PIL import Image

from lib.errors import UserError
from lib.statements.pages.page import Word

MODELS = "rapidocr_onnxruntime"  # a package of which the models alone are used
LONGEST_SIDE = 1280  # pixels in which text is looked for
STEP = 32  # sides that the models take are multiples of it
IS_TEXT, SURE_IT_IS, SURE_WHAT_IT_SAYS = 0.3, 0.5, 0.5
GROWN = 1.6  # text is found a little too small
LINE_HEIGHT, BATCH = 48, 6
LEAST_TURN, MOST_TURN = 0.15, 20  # degrees
LONG = 8  # times its height: such a text tells how the page is turned
BLANK, WIDE_BLANK = 0.22, 0.5  # of the height: a gap between words, and one between the digits of two numbers
INK = 0.6  # of the way from the darkest to the lightest


def words_in(picture):
    """(words in pixels of the picture once it is turned so that they stand straight, by how many degrees, and its size then)."""
    boxes, turned_by = boxes_of_text(picture), 0.0
    if boxes and statistics.median(height / width for (_, _, width, height), _ in boxes) > 1.5:
        picture, turned_by = picture.rotate(90, expand=True), 90.0
        boxes = boxes_of_text(picture)
    turn = statistics.median(turns) if (turns := [slope for _, slope in boxes if slope is not None]) else 0
    if LEAST_TURN <= abs(turn) <= MOST_TURN:
        picture = picture.rotate(turn, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255))
        boxes, turned_by = boxes_of_text(picture), turned_by + turn
    words, sure = recognised(picture, boxes)
    if boxes and sure < len(boxes) / 2:
        turned = picture.rotate(180)
        others, surer = recognised(turned, boxes_of_text(turned))
        if surer > sure:
            return others, turned_by + 180, picture.size
    return words, turned_by, picture.size


def boxes_of_text(picture):
    """((x, y, width, height), its slope in degrees) of each text, in pixels of the picture."""
    share = min(1, LONGEST_SIDE / max(picture.size))
    width, height = (max(STEP, round(side * share / STEP) * STEP) for side in picture.size)
    small = numpy.asarray(picture.resize((width, height)), dtype=numpy.float32)[:, :, ::-1] / 127.5 - 1
    model = model_named("det")
    chances = model.run(None, {model.get_inputs()[0].name: numpy.ascontiguousarray(small.transpose(2, 0, 1)[None])})[0][0, 0]
    across, down = picture.size[0] / width, picture.size[1] / height
    found = []
    for runs in blobs(chances > IS_TEXT):
        left, right = min(run[1] for run in runs), max(run[2] for run in runs)
        top, bottom = runs[0][0], max(run[0] for run in runs) + 1
        if min(right - left, bottom - top) < 3 or chances[top:bottom, left:right].max() < SURE_IT_IS:
            continue
        grow = (right - left) * (bottom - top) * GROWN / (2 * (right - left + bottom - top))
        box = (max(0, left - grow) * across, max(0, top - grow) * down, (right - left + 2 * grow) * across, (bottom - top + 2 * grow) * down)
        found.append((box, slope_of(runs) if right - left > LONG * (bottom - top) / 2 else None))
    return found


def blobs(mask):
    """Connected areas of a mask, each as runs (row, from, to), from the top."""
    edges = numpy.diff(numpy.pad(mask.astype(numpy.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = numpy.nonzero(edges == 1)
    _, ends = numpy.nonzero(edges == -1)
    runs = list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
    parent = list(range(len(runs)))

    def root(one):
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    above = 0
    for place, (row, start, end) in enumerate(runs):
        while runs[above][0] < row - 1:
            above += 1
        other = above
        while other < place and runs[other][0] < row and runs[other][1] < end:
            if runs[other][0] == row - 1 and runs[other][2] > start:
                parent[root(place)] = root(other)
            other += 1
    areas: dict = {}
    for place, run in enumerate(runs):
        areas.setdefault(root(place), []).append(run)
    return areas.values()


def slope_of(runs):
    """How a long text is turned, in degrees, counted against the clock: what turns it back."""
    across = numpy.concatenate([numpy.arange(start, end) for _, start, end in runs])
    down = numpy.concatenate([numpy.full(end - start, row) for row, start, end in runs])
    middle = across - across.mean()
    return math.degrees(math.atan(float((middle * (down - down.mean())).sum() / (middle**2).sum())))


def recognised(picture, boxes):
    """(the words of all texts, how many texts were read surely)."""
    crops = [picture.crop((round(x), round(y), round(x + width), round(y + height))) for (x, y, width, height), _ in boxes]
    order = sorted((place for place, crop in enumerate(crops) if min(crop.size) > 3), key=lambda place: crops[place].width / crops[place].height)
    words, sure = [], 0
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        for place, letters in zip(batch, read_crops([crops[place] for place in batch]), strict=True):
            if letters:
                sure += 1
                words += words_of(letters, crops[place], boxes[place][0])
    return words, sure


def read_crops(crops):
    """For each crop its letters as (letter, middle in pixels); none where the model is not sure."""
    widths = [max(STEP, math.ceil(LINE_HEIGHT * crop.width / crop.height)) for crop in crops]
    filled = numpy.zeros((len(crops), 3, LINE_HEIGHT, max(320, *widths)), dtype=numpy.float32)
    for place, (crop, width) in enumerate(zip(crops, widths, strict=True)):
        pixels = numpy.asarray(crop.resize((width, LINE_HEIGHT)), dtype=numpy.float32)[:, :, ::-1] / 127.5 - 1
        filled[place, :, :, :width] = pixels.transpose(2, 0, 1)
    model = model_named("rec")
    chances = model.run(None, {model.get_inputs()[0].name: filled})[0]
    for place, crop in enumerate(crops):
        best, how_sure = chances[place].argmax(axis=1), chances[place].max(axis=1)
        steps = [step for step in range(len(best)) if best[step] and (step == 0 or best[step] != best[step - 1])]
        scale = filled.shape[3] / len(best) * crop.width / widths[place]
        is_sure = steps and float(how_sure[steps].mean()) >= SURE_WHAT_IT_SAYS
        yield [(alphabet()[best[step]], (step + 0.5) * scale) for step in steps] if is_sure else []


def words_of(letters, crop, box):
    """The Words of one text: it is split where a blank was read, or where the picture has a gap as wide as one."""
    gaps = gaps_in(crop)
    groups: list = [[]]
    for place, (letter, middle) in enumerate(letters):
        before = letters[place - 1][1] if place else 0
        least = apart(letters[place - 1][0], letter) * crop.height if place else 0
        if letter.isspace() or any(before < gap < middle and width >= least for gap, width in gaps.items()):
            groups.append([])
        if not letter.isspace():
            groups[-1].append((letter, middle))
    edges = [0, *gaps, crop.width]
    x, y, _, height = box
    shrunk = height * (GROWN / (2 + 2 * GROWN)) * 0.6
    words = []
    for group in filter(None, groups):
        left = max((edge for edge in edges if edge < group[0][1]), default=0)
        right = min((edge for edge in edges if edge > group[-1][1]), default=crop.width)
        text = unicodedata.normalize("NFKC", "".join(letter for letter, _ in group))
        words.append(Word(text, *inked(crop, left, right, x), y + shrunk, y + height - shrunk))
    return words


def apart(one, other):
    """How wide a gap must be, in heights, for two letters to be of two words: nothing splits a number lightly."""
    return WIDE_BLANK if all(letter.isdigit() or letter in ".," for letter in (one, other)) else BLANK


def darkness(crop):
    """For each column of pixels whether there is ink in it."""
    grey = numpy.asarray(crop.convert("L"), dtype=numpy.float32)
    dark, light = float(grey.min()), float(numpy.median(grey))
    return (grey < dark + INK * (light - dark)).any(axis=0) if light - dark > 30 else numpy.ones(grey.shape[1], dtype=bool)


def gaps_in(crop):
    """The gaps between words: where the middle of each is, and how wide it is."""
    places = numpy.nonzero(darkness(crop))[0].tolist()
    return {(one + other) / 2: other - one - 1 for one, other in pairwise(places) if other - one - 1 >= BLANK * crop.height}


def inked(crop, left, right, x):
    """Where the ink between two edges begins and ends, on the page."""
    places = numpy.nonzero(darkness(crop)[int(left) : int(right) + 1])[0]
    return (x + left + float(places[0]), x + left + float(places[-1]) + 1) if len(places) else (x + left, x + right)


@cache
def model_named(name):
    """The model that finds text (`det`) or the one that reads it (`rec`)."""
    package = importlib.util.find_spec(MODELS)
    if package is None or package.origin is None:
        raise UserError(f"Pictures cannot be read here: the package {MODELS} is not installed. Tell your administrator, or ask for the bank's PDF or CSV export.")
    folder = Path(package.origin).parent / "models"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena, options.log_severity_level = False, 4
    return onnxruntime.InferenceSession(str(next(folder.glob(f"*_{name}_*.onnx"))), options, providers=["CPUExecutionProvider"])


@cache
def alphabet():
    """The letters the model knows, in its order; the first is none, the last a blank."""
    return ["", *model_named("rec").get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
