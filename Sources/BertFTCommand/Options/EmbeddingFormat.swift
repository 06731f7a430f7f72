import ArgumentParser

/// The form in which vectors are written.
enum EmbeddingFormat: String, ExpressibleByArgument, CaseIterable {
  /// A NumPy array of float32, `[rows, dimensions]`.
  case npy
}
