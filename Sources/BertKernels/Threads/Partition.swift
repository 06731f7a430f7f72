/// Which part of `0..<count` belongs to part `index` of `parts`: contiguous, in order, equal to within `multiple`.
package func partition(_ count: Int, parts: Int, index: Int, multipleOf multiple: Int = 1) -> Range<Int> {
  let units = (count + multiple - 1) / multiple
  let lower = units * index / parts * multiple
  let upper = units * (index + 1) / parts * multiple
  return min(lower, count)..<min(upper, count)
}
