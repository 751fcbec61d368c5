// The recording of one interview with its timeline. People's words reach the page as text only.
const states = new WeakMap()
const SVG = "http://www.w3.org/2000/svg"

function element(tag, className, text) {
  const node = document.createElement(tag)
  if (className) node.className = className
  if (text !== undefined) node.textContent = text
  return node
}

function clock(ms) {
  const s = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`
}

// a track as an area between its own lowest and highest value; gaps where nothing was measured
function paths(values, low, high) {
  const span = high - low || 1
  let area = "", line = "", start = -1
  const y = v => (20 - 18 * Math.min(1, Math.max(0, (v - low) / span))).toFixed(2)
  for (let i = 0; i <= values.length; i += 1) {
    const known = i < values.length && values[i] !== null
    if (known) {
      line += `${start < 0 ? "M" : "L"}${i} ${y(values[i])}L${i + 1} ${y(values[i])}`
      area += `${start < 0 ? `M${i} 20` : ""}L${i} ${y(values[i])}L${i + 1} ${y(values[i])}`
      if (start < 0) start = i
    } else if (start >= 0) {
      area += `L${i} 20Z`
      start = -1
    }
  }
  return { area, line }
}

function lane(name, unit) {
  const row = element("div", "lane")
  const label = element("div", "name", name)
  if (unit) {
    label.append(document.createElement("br"), element("span", "", unit))
  }
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("preserveAspectRatio", "none")
  svg.setAttribute("aria-hidden", "true")
  row.append(label, svg)
  return { row, svg }
}

export default function (component) {
  const { data, parentElement } = component
  const root = parentElement.querySelector("#player")
  if (!root) return undefined
  let state = states.get(parentElement)
  const drawn = JSON.stringify(data)
  if (state && state.drawn === drawn) return state.cleanup
  if (state) state.cleanup()
  root.replaceChildren()

  const tabs = element("div", "tabs")
  tabs.setAttribute("role", "tablist")
  const stage = element("div")
  root.append(tabs, stage)
  let current = 0
  let media = null
  let place = () => {}

  const offset = answer => answer.start_ms || 0
  const total = answer => {
    if (answer.duration_ms) return answer.duration_ms
    const own = media && Number.isFinite(media.duration) ? media.duration * 1000 : 0
    return own || (answer.tracks[0] ? answer.tracks[0].values.length * answer.step_ms : 1)
  }

  function seek(ms, play) {
    if (!media) return
    const answer = data.answers[current]
    const go = () => {
      media.currentTime = (offset(answer) + ms) / 1000
      if (play) media.play().catch(() => {})
      place()
    }
    if (media.readyState >= 1) go()
    else media.addEventListener("loadedmetadata", go, { once: true })
  }

  function show(index) {
    current = index
    const answer = data.answers[index]
    stage.replaceChildren()
    ;[...tabs.children].forEach((tab, i) => tab.setAttribute("aria-selected", String(i === index)))
    media = null
    const note = element("p", "note", answer.title)
    stage.append(note)
    if (answer.url) {
      media = element(answer.kind)
      media.controls = true
      media.preload = "metadata"
      media.playsInline = true
      media.setAttribute("aria-label", `${data.words.alt}: ${answer.title}`)
      media.onerror = () => {
        const failed = element("p", "empty", data.words.error_media)
        failed.setAttribute("role", "status")
        // a refusal and a broken file look the same to the element: ask the route which it is
        fetch(answer.url, { method: "HEAD" })
          .then(reply => { if (!reply.ok) failed.textContent = data.words.error })
          .catch(() => {})
        media.replaceWith(failed)
      }
      media.ontimeupdate = () => {
        place()
        if (answer.end_ms && media.currentTime * 1000 >= answer.end_ms) media.pause()
      }
      media.onloadedmetadata = () => {
        // a picture in a format this browser does not know leaves a black box and says nothing
        if (answer.kind === "video" && media.videoWidth === 0) {
          const blind = element("p", "note figure", data.words.sound_only)
          blind.setAttribute("role", "status")
          media.after(blind)
        }
      }
      media.src = answer.url
      if (offset(answer)) seek(0, false)
      stage.append(media)
      if (data.test_figure) stage.append(element("p", "note figure", data.words.test_figure))
    } else {
      stage.append(element("p", "empty", data.words.none))
    }
    lanes(answer)
  }

  function lanes(answer) {
    place = () => {}
    if (!answer.tracks.length) {
      if (answer.url) stage.append(element("p", "note", data.words.no_timeline))
      return
    }
    const box = element("div", "lanes")
    box.tabIndex = 0
    box.setAttribute("role", "slider")
    const named = answer.tracks.map(track => `${track.name} (${track.unit})`).join(", ")
    box.setAttribute("aria-label", `${data.words.timeline}: ${named}`)
    box.setAttribute("aria-valuemin", "0")
    const length = total(answer)
    box.setAttribute("aria-valuemax", String(Math.round(length / 1000)))
    for (const track of answer.tracks) {
      const { row, svg } = lane(track.name, track.unit)
      svg.setAttribute("viewBox", `0 0 ${Math.max(1, length / answer.step_ms)} 20`)
      const { area, line } = paths(track.values, track.low, track.high)
      for (const [className, d] of [["area", area], ["line", line]]) {
        const path = document.createElementNS(SVG, "path")
        path.setAttribute("class", className)
        path.setAttribute("d", d)
        svg.append(path)
      }
      if (track.own !== null) {
        // the person's own average: what every second is to be read against
        const share = (track.own - track.low) / (track.high - track.low || 1)
        // an average at the very bottom stays within the lane
        const y = Math.min(19.2, 20 - 18 * Math.min(1, Math.max(0, share))).toFixed(2)
        const own = document.createElementNS(SVG, "path")
        own.setAttribute("class", "own")
        own.setAttribute("d", `M0 ${y}L${Math.max(1, length / answer.step_ms)} ${y}`)
        svg.append(own)
      }
      box.append(row)
    }
    for (const [name, marks, kind] of [
      [data.words.moments, answer.moments, "mark apart"],
      [data.words.evidence, answer.marks.filter(m => m.words), "mark"],
      [data.words.evidence_seen, answer.marks.filter(m => !m.words), "mark"],
    ]) {
      if (!marks.length) continue
      const { row, svg } = lane(name, "")
      svg.setAttribute("viewBox", `0 0 ${length} 20`)
      for (const mark of marks) {
        const rect = document.createElementNS(SVG, "rect")
        rect.setAttribute("class", kind)
        rect.setAttribute("x", String(mark.start_ms))
        rect.setAttribute("y", "5")
        rect.setAttribute("height", "10")
        rect.setAttribute("width", String(Math.max(length / 160, mark.end_ms - mark.start_ms)))
        const title = document.createElementNS(SVG, "title")
        title.textContent = `${mark.label} ${clock(mark.start_ms)}`
        rect.append(title)
        svg.append(rect)
      }
      box.append(row)
    }
    const cursor = element("div", "cursor")
    const scale = element("div", "scale")
    scale.append(element("span", "", "0:00"), element("span", "", clock(length / 2)), element("span", "", clock(length)))
    box.append(cursor, scale)
    stage.append(box, element("p", "note", data.words.timeline_note))
    const area = () => {
      const svg = box.querySelector("svg").getBoundingClientRect()
      const own = box.getBoundingClientRect()
      return { left: svg.left - own.left, width: svg.width, x: svg.left }
    }
    const now = () => (media ? media.currentTime * 1000 - offset(answer) : 0)
    place = () => {
      const { left, width } = area()
      const share = Math.min(1, Math.max(0, now() / length))
      cursor.style.left = `${left + share * width}px`
      box.setAttribute("aria-valuenow", String(Math.round(now() / 1000)))
      box.setAttribute("aria-valuetext", clock(now()))
    }
    box.onclick = event => {
      const { x, width } = area()
      seek(Math.min(1, Math.max(0, (event.clientX - x) / width)) * length, false)
    }
    box.onkeydown = event => {
      const steps = { ArrowLeft: -5000, ArrowRight: 5000, PageUp: 30000, PageDown: -30000 }
      if (event.key in steps) seek(Math.min(length, Math.max(0, now() + steps[event.key])), false)
      else if (event.key === "Home") seek(0, false)
      else if (event.key === "End") seek(length, false)
      else if (event.key === " " && media) media.paused ? media.play() : media.pause()
      else return
      event.preventDefault()
    }
    requestAnimationFrame(place)
  }

  data.answers.forEach((answer, i) => {
    const tab = element("button", "", answer.label)
    tab.type = "button"
    tab.setAttribute("role", "tab")
    tab.title = answer.title
    tab.onclick = () => show(i)
    tabs.append(tab)
  })
  if (data.answers.length < 2) tabs.hidden = true
  if (data.answers.length) show(Math.max(0, data.answers.findIndex(a => a.url)))

  // evidence anywhere on the page asks for its moment through this event
  const onSeek = event => {
    const index = data.answers.findIndex(a => a.id === event.detail.answer)
    if (index < 0) return
    if (index !== current) show(index)
    seek(event.detail.ms, true)
    root.scrollIntoView({ behavior: "smooth", block: "nearest" })
  }
  const onResize = () => place()
  window.addEventListener("candor-seek", onSeek)
  window.addEventListener("resize", onResize)
  state = {
    drawn,
    cleanup: () => {
      window.removeEventListener("candor-seek", onSeek)
      window.removeEventListener("resize", onResize)
      if (media) media.pause()
      states.delete(parentElement)
    },
  }
  states.set(parentElement, state)
  return state.cleanup
}
