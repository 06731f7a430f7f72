/// What is wrong with the index of a TensorFlow checkpoint.
struct BundleFault: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}
