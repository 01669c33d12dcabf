// A list on a page: what stands in it comes as data, and becomes a table here, as many rows at a time as the box has room for, and more as they are scrolled to. Whatever a cell says is text.
const ROW = 33; // pixels: as high as a row is at least
const lists = new WeakMap(); // {the part of the page: its list}
const left = new Map(); // {a list's name: how it was sorted and how far it was scrolled, should it be drawn anew}

function made(name, values = {}, ...inside) {
  const one = Object.assign(document.createElement(name), values);
  one.append(...inside);
  return one;
}

class List {
  constructor(part) {
    Object.assign(this, JSON.parse(part.dataset.list));
    const wide = this.columns.reduce((sum, column) => sum + column.width, 0);
    const widths = this.columns.map((column) => {
      const one = made("col");
      one.style.width = `${100 * column.width / wide}%`;
      return one;
    });
    this.heads = this.columns.map((column) => {
      const button = column.label ? made("button", {type: "button", textContent: column.label, title: `Sort by ${column.label}`}) : made("span", {className: "unseen", textContent: column.spoken});
      return made("th", {scope: "col", className: column.side}, button);
    });
    this.body = made("tbody");
    const table = made("table", {ariaLabel: this.name}, made("colgroup", {}, ...widths), made("thead", {}, made("tr", {}, ...this.heads)), this.body);
    table.style.minWidth = `${0.85 * wide}px`;
    this.box = made("div", {className: "rows"}, table);
    this.box.style.maxHeight = `${this.height}px`;
    if (!this.rows.some((row) => row.to)) {
      // Who goes by keys can scroll it.
      Object.assign(this.box, {tabIndex: 0, role: "group", ariaLabel: this.name});
    }
    const before = left.get(this.name) ?? {};
    this.sort(before.place, before.turn);
    part.replaceChildren(this.box);
    // The same rows stand where they were scrolled to; those of another case begin at the top.
    this.begins = this.rows[0].to ?? this.rows[0].cells.flat().join();
    if (before.top && before.begins === this.begins) {
      while (this.box.scrollHeight < before.top + this.height && this.drawMore());
      this.box.scrollTop = before.top;
    }
    this.box.addEventListener("scroll", () => this.scrolled(), {passive: true});
  }

  sort(place, turn) {
    [this.place, this.turn] = [place, turn];
    const value = (row) => [row.cells[place]].flat().at(-1);
    this.order = turn ? this.rows.toSorted((one, other) => (value(one) === "") - (value(other) === "") || (turn === "descending" ? -1 : 1) * compared(value(one), value(other))) : this.rows;
    this.heads.forEach((head, number) => { head.ariaSort = turn && number === place ? turn : null; });
    this.body.replaceChildren();
    this.drawMore();
  }

  drawMore() {
    const next = this.order.slice(this.body.rows.length, this.body.rows.length + Math.ceil(this.height / ROW) + 2);
    this.body.append(...next.map((row) => made("tr", {className: row.marked ? "marked" : ""}, ...row.cells.map((cell, place) => this.cell(row, cell, place)))));
    return next.length;
  }

  cell(row, cell, place) {
    const [text, value] = [cell].flat(), {side, most} = this.columns[place];
    const one = made(place ? "td" : "th", {className: side}, !place && row.to ? made("a", {href: row.to, textContent: text || "Open"}) : text);
    if (!place) one.scope = "row";
    if (text.length > 12) one.title = text;
    if (most) one.style.setProperty("--part", `${100 * value / most}%`);
    return one;
  }

  scrolled() {
    if (this.box.scrollTop + 2 * this.height > this.box.scrollHeight) this.drawMore();
    this.leave();
  }

  pressed(head) {
    // Up, down, and back to the order of the page.
    const place = this.heads.indexOf(head), next = {ascending: "descending", descending: undefined};
    this.sort(place, place === this.place && this.turn ? next[this.turn] : "ascending");
    this.leave();
  }

  leave() {
    left.set(this.name, {place: this.place, turn: this.turn, begins: this.begins, top: this.box.scrollTop});
  }
}

function compared(one, other) {
  return one === "" || other === "" ? 0 : isNaN(one) || isNaN(other) ? String(one).localeCompare(String(other), "en-GB", {numeric: true}) : one - other;
}

addEventListener("click", (event) => {
  const part = event.target.closest(".list"), head = event.target.closest(".list thead th");
  if (head) return lists.get(part).pressed(head);
  // A row is as good as its link, unless somebody marks its words.
  const link = event.target.closest("a") || !getSelection().isCollapsed ? null : event.target.closest(".list tbody tr")?.querySelector("a");
  if (link) link.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey, detail: event.detail}));
});
addEventListener("keydown", (event) => {
  const beside = {ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling"}[event.key];
  const there = beside && event.target.closest(".list tbody tr")?.[beside]?.querySelector("a");
  if (there) {
    event.preventDefault();
    there.focus();
  }
});
new MutationObserver(() => document.querySelectorAll(".list:empty").forEach((part) => lists.set(part, new List(part)))).observe(document, {childList: true, subtree: true});
