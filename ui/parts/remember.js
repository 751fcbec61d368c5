// Keeps the chosen language for the next visit, and tells assistive technology which one it is.
export default function (component) {
  const { data } = component
  if (data.keep) {
    document.cookie = `candor_locale=${data.locale}; path=/; max-age=31536000; samesite=lax`
  }
  document.documentElement.lang = data.locale
}
