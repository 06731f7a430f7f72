/// The range of `0..<count` that is part `index` of `parts`: contiguous, in order, of sizes that differ by at most
/// `multiple`.
///
/// - Parameter multiple: Each part begins at a multiple of it.
package func partition(_ count: Int, parts: Int, index: Int, multipleOf multiple: Int = 1) -> Range<Int> {
  let units = (count + multiple - 1) / multiple
  let lower = units * index / parts * multiple
  let upper = units * (index + 1) / parts * multiple
  return min(lower, count)..<min(upper, count)
}
