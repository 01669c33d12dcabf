// Boxes, days and tabs to choose from, side by side. They are the browser's own, which every key and every reader of screens knows.
function made(name, values = {}, ...inside) {
  const one = Object.assign(document.createElement(name), values);
  one.append(...inside);
  return one;
}

function labelled(name, label, box) {
  box.id = `choice_${name}`;
  return made("div", {}, made("label", {htmlFor: box.id, textContent: label}), box);
}

// Each gives a part of the page that can be told what is chosen, and calls choose(value) when somebody chooses.
const KINDS = {
  box({name, label, options}, choose) {
    const box = made("select", {onchange: () => choose(box.value)}, ...options.map(([value, words]) => new Option(words, value)));
    return Object.assign(labelled(name, label, box), {show: (value) => { box.value = value; }});
  },
  day({name, label}, choose) {
    // While a year is typed, a browser says that it is the year 2, 20 and 202.
    const box = made("input", {type: "date", min: "1990-01-01", max: "2199-12-31", onchange: () => { if (box.validity.valid) choose(box.value); }});
    return Object.assign(labelled(name, label, box), {show: (value) => { if (document.activeElement !== box || box.validity.valid) box.value = value; }});
  },
  few({name, label, options}, choose) {
    const boxes = options.map(([value]) => made("input", {type: "radio", name: `choice_${name}`, value, onchange: () => choose(value)}));
    const words = boxes.map((box, place) => made("label", {}, box, options[place][1]));
    const show = (value) => boxes.forEach((box) => { box.checked = box.value === value; });
    return made("div", {role: "radiogroup", ariaLabel: label, show}, made("span", {textContent: label}), made("div", {}, ...words));
  },
  tabs({name, options}, choose) {
    const tabs = options.map(([value, words]) => made("button", {type: "button", role: "tab", textContent: words, onclick: () => { mark(value); choose(value); }}));
    const mark = (value) => tabs.forEach((tab, place) => Object.assign(tab, {ariaSelected: options[place][0] === value, tabIndex: options[place][0] === value ? 0 : -1}));
    const step = (event) => {
      const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (by) tabs[(tabs.indexOf(event.target) + by + tabs.length) % tabs.length].focus();
    };
    const show = (value) => {
      mark(value);
      panels.set(name, options.find((option) => option[0] === value)[1]);
      namePanels();
    };
    return made("div", {role: "tablist", onkeydown: step, show}, ...tabs);
  },
};

// What a tab opens is drawn by Streamlit, maybe later: {its name: the words of the tab}.
const panels = new Map();
function namePanels() {
  panels.forEach((words, name) => {
    const panel = document.querySelector(`.st-key-panel_${name}`);
    if (panel && panel.ariaLabel !== words) Object.assign(panel, {role: "tabpanel", ariaLabel: words});
  });
}
new MutationObserver(namePanels).observe(document, {childList: true, subtree: true});

export default function ({data, parentElement, setTriggerValue}) {
  const all = parentElement.querySelector(".choices") ?? parentElement.appendChild(made("div", {className: "choices"}));
  all.tell = setTriggerValue;
  data.choices.forEach(({value, ...choice}, place) => {
    // What is the same as before stays, and whoever is in it stays in it.
    const said = JSON.stringify(choice), before = all.children[place];
    let part = before;
    if (part?.said !== said) {
      part = Object.assign(KINDS[choice.kind](choice, (chosen) => all.tell("chosen", {name: choice.name, value: chosen})), {said});
      const is_in_it = before?.contains(document.activeElement);
      before ? before.replaceWith(part) : all.append(part);
      if (is_in_it) part.querySelector("select, input, [role=tab]").focus();
    }
    part.show(value);
  });
  while (all.children.length > data.choices.length) all.lastChild.remove();
}
