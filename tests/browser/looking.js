/* What is wrong with a page as it stands, told by measuring it: `page` on a screen (`fits`: only whether it
   fits there), `focus` for those without a mouse, `texts` and `paper` for what a print lost, `bare` where
   scripts do not run. */
(() => {
  const LEAST = 24;
  const TOUCHING = 3;
  const MOST = 6;
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

  const isShown = (each) =>
    each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && each.getClientRects().length > 0;
  const isClipped = (each) => each.closest("thead") && getComputedStyle(each.closest("thead")).clipPath !== "none";
  const isForEyes = (each) =>
    !each.closest(".visually-hidden, .skip, dialog:not([open]), [inert]") && isShown(each) && !isClipped(each);
  const some = (selector, test = isForEyes) => Array.from(document.querySelectorAll(selector)).filter(test);
  const named = (each) => {
    const words = (each.innerText || each.value || each.name || "").trim().replaceAll(/\s+/g, " ").slice(0, 50);
    const classes = typeof each.className === "string" && each.className ? `.${each.className.trim().replaceAll(/\s+/g, ".")}` : "";
    const inside = each.parentElement?.closest("[class]")?.className;
    return `<${each.localName}${classes}> "${words}" in .${typeof inside === "string" ? inside.slice(0, 40) : ""}`;
  };
  const few = (what, found) =>
    found.length ? [`${what} (${found.length}): ${found.slice(0, MOST).join(" | ")}`] : [];

  const sideways = () => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = some("body *").filter((each) => {
      const box = each.getBoundingClientRect();
      return box.right > root.clientWidth + 1 && !each.closest(".scroll, .chart-scroll, dialog");
    });
    return [`scrolls sideways to ${root.scrollWidth}: ${wide.slice(0, 3).map(named).join(" | ")}`];
  };

  // Where a list's filter stands beside its rows, the tools above them take a line or two.
  const FIRST_ROW = 360;
  const BESIDE = 1600;
  const low = () => {
    if (innerWidth < BESIDE) return [];
    const row = some(".list > .filters ~ .list-rows tbody tr")[0];
    const top = row ? row.getBoundingClientRect().top + scrollY : 0;
    return top > FIRST_ROW ? [`the rows begin at ${Math.round(top)} px`] : [];
  };

  const HIDES = new Set(["hidden", "clip"]);
  const isCut = (each) => {
    const style = getComputedStyle(each);
    if (style.clipPath !== "none" || !each.innerText?.trim()) return false;
    const across = HIDES.has(style.overflowX) && each.scrollWidth > each.clientWidth + 1;
    const down = HIDES.has(style.overflowY) && each.scrollHeight > each.clientHeight + 2;
    return (across && !(style.textOverflow === "ellipsis" && tells(each))) || (down && !across);
  };
  const tells = (each) => each.title || each.closest("[title]") || each.querySelector("[title]");
  const cut = () => few("cut off", some("body *").filter((each) => each.clientWidth > 0 && isCut(each)).map(named));

  const overlaps = () => {
    const boxes = some(CONTROLS)
      .filter((each) => !stands(each))
      .flatMap((each) => Array.from(each.getClientRects(), (box) => ({ each, box })))
      .sort((one, other) => one.box.top - other.box.top);
    const found = [];
    boxes.forEach((one, index) => {
      for (let next = index + 1; next < boxes.length && boxes[next].box.top < one.box.bottom - TOUCHING; next += 1) {
        const other = boxes[next];
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        const nested = one.each.contains(other.each) || other.each.contains(one.each);
        if (across > TOUCHING && down > TOUCHING && !nested) found.push(`${named(one.each)} over ${named(other.each)}`);
      }
    });
    return few("overlap", found);
  };
  const stands = (each) => {
    for (let at = each; at; at = at.parentElement) {
      if (["sticky", "fixed", "absolute"].includes(getComputedStyle(at).position)) return true;
    }
    return false;
  };

  const inText = (each) => {
    if (each.localName !== "a" || !getComputedStyle(each).display.startsWith("inline")) return false;
    return Array.from(each.parentElement.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  };
  const pressed = (each) => (each.closest("label") ?? each.labels?.[0] ?? each).getBoundingClientRect();
  const small = () => {
    const all = some(CONTROLS).map((each) => ({ each, box: each.getBoundingClientRect() }));
    const middle = ({ box }) => [box.left + box.width / 2, box.top + box.height / 2];
    const isSmall = ({ each, box }) => {
      const label = pressed(each);
      return Math.max(box.width, label.width) < LEAST || Math.max(box.height, label.height) < LEAST;
    };
    const tight = all.filter((one) => {
      if (!isSmall(one) || inText(one.each)) return false;
      const [x, y] = middle(one);
      return all.some((other) => {
        if (other.each === one.each || other.each.contains(one.each) || one.each.contains(other.each)) return false;
        if (isSmall(other)) {
          const [left, top] = middle(other);
          return Math.hypot(left - x, top - y) < LEAST;
        }
        const across = Math.max(other.box.left - x, 0, x - other.box.right);
        const down = Math.max(other.box.top - y, 0, y - other.box.bottom);
        return Math.hypot(across, down) < LEAST / 2;
      });
    });
    return few("too small to press", tight.map(({ each, box }) => `${Math.round(box.width)}x${Math.round(box.height)} ${named(each)}`));
  };

  const fits = () => [...sideways(), ...low()];
  const page = () => [...fits(), ...cut(), ...overlaps(), ...small()];

  const hasRing = (at) =>
    [at, at.nextElementSibling, at.closest("label"), at.parentElement].filter(Boolean).some((each) => {
      const style = getComputedStyle(each);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow.includes("inset");
    });
  const focus = () => {
    const kinds = new Map();
    for (const each of some(`${CONTROLS}, [tabindex="0"]`)) {
      kinds.set(`${each.localName} ${each.className} ${each.parentElement.className}`, each);
    }
    const faults = [];
    for (const each of kinds.values()) {
      if (each.disabled || each.tabIndex < 0) continue;
      each.focus();
      if (document.activeElement !== each) continue;
      const box = each.getBoundingClientRect();
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12));
      if (!hasRing(each)) faults.push(`no ring: ${named(each)}`);
      else if (top && !each.contains(top) && !top.contains(each) && !top.closest("label")?.contains(each)) {
        faults.push(`under ${named(top)}: ${named(each)}`);
      }
    }
    document.activeElement?.blur();
    return few("focus", faults);
  };

  const NOT_DATA =
    "button, .button, .disclose, select, option, nav, label, legend, datalist, dialog, .no-print, .composer, .filters, .bulk, .pages, .views, .page-actions, .hint, .visually-hidden, .empty, script, style";
  const texts = () => {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() && isShown(at) && !at.closest(NOT_DATA)) found.push(walker.currentNode);
    }
    return found;
  };
  const paper = (shown) => {
    const lost = shown.filter((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return !range.getClientRects().length || !isShown(node.parentElement);
    });
    const wide = some("main *").filter((each) => getComputedStyle(each).overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1);
    const tall = some("main *").filter((each) => getComputedStyle(each).overflowY !== "visible" && each.scrollHeight > each.clientHeight + 2);
    const root = document.documentElement;
    const dark = some("body, main, main *").filter((each) => isDark(getComputedStyle(each).backgroundColor));
    return [
      ...few("lost", lost.map((node) => `"${node.data.trim().slice(0, 40)}" in .${node.parentElement.closest("[class]").className}`)),
      ...few("clipped", [...new Set([...wide, ...tall])].filter((each) => each.localName !== "svg").map(named)),
      ...few("dark", dark.map(named)),
      ...few("navigation", some("header .nav, .subnav-links, .find").map(named)),
      ...(root.scrollWidth > root.clientWidth ? [`wider than the paper: ${root.scrollWidth}`] : []),
    ];
  };
  const isDark = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
    return alpha > 0.5 && red + green + blue < 240;
  };

  const bare = () => [
    ...sideways(),
    ...few("does nothing", some("button[type=button], a[href='#'], a[href='']").map(named)),
    ...few("never shown", some("[hidden] input:not([type=hidden]), [hidden] textarea, [hidden] select", () => true).filter((each) => !each.closest("dialog, template")).map(named)),
  ];

  return { fits, page, focus, texts, paper, bare };
})()
