// Brings a heading into view once for each jump, when the page around it has been drawn.
let jumps = 0
export default function (component) {
  const { data } = component
  if (data.jumps <= jumps) return
  jumps = data.jumps
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches
  setTimeout(() => {
    const place = document.getElementById(data.anchor)
    if (place) place.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" })
  }, 400)
}
