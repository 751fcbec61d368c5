// Moments a person can replay, and transcripts with their evidence underlined. Text only, no HTML.
function element(tag, className, text) {
  const node = document.createElement(tag)
  if (className) node.className = className
  if (text !== undefined) node.textContent = text
  return node
}

function seek(answer, ms) {
  window.dispatchEvent(new CustomEvent("candor-seek", { detail: { answer, ms } }))
}

function list(root, data) {
  for (const moment of data.moments) {
    const row = element("div", "moment")
    if (moment.ms !== null) {
      const button = element("button", "", `\u25B6 ${moment.clock}`)
      button.type = "button"
      button.setAttribute("aria-label", moment.play)
      button.onclick = () => seek(moment.answer, moment.ms)
      row.append(button)
    } else {
      row.append(element("span", "where", moment.clock))
    }
    const said = element("div", "said")
    said.append(element("p", "", moment.text), element("p", "about", moment.about))
    row.append(said)
    root.append(row)
  }
}

function script(root, data) {
  const body = element("div", "script")
  body.lang = data.lang
  // offsets count characters, not the halves that some of them take in a script string
  const signs = Array.from(data.text)
  const cuts = new Set([0, signs.length])
  data.marks.forEach(m => { cuts.add(m.start); cuts.add(m.end) })
  data.times.forEach(t => cuts.add(t.start))
  const edges = [...cuts].filter(c => c >= 0 && c <= signs.length).sort((a, b) => a - b)
  const starts = new Map(data.times.map(t => [t.start, t]))
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [from, to] = [edges[i], edges[i + 1]]
    const time = starts.get(from)
    if (time) body.append(element("span", "time", time.clock))
    const piece = signs.slice(from, to).join("")
    const mark = data.marks.find(m => m.start <= from && m.end >= to)
    if (!mark) {
      body.append(document.createTextNode(piece))
      continue
    }
    const node = element("span", `mark k${mark.kind % 6}`, piece)
    node.title = mark.label
    if (mark.ms !== null && data.playable) {
      node.setAttribute("role", "button")
      node.tabIndex = 0
      node.setAttribute("aria-label", `${mark.label}: ${piece}`)
      node.onclick = () => seek(data.answer, mark.ms)
      node.onkeydown = event => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault()
          seek(data.answer, mark.ms)
        }
      }
    }
    body.append(node)
  }
  root.append(body)
  if (data.legend.length) {
    const legend = element("div", "legend")
    data.legend.forEach(entry => legend.append(element("span", `mark k${entry.kind % 6}`, entry.name)))
    root.append(legend)
  }
}

export default function (component) {
  const { data, parentElement } = component
  const root = parentElement.querySelector("#moments")
  if (!root) return
  root.replaceChildren()
  if (data.moments) list(root, data)
  else script(root, data)
}
