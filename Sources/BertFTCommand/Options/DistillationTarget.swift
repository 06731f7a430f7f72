import ArgumentParser

/// What an encoder is distilled into.
enum DistillationTarget: String, ExpressibleByArgument, CaseIterable {
  /// A table of token vectors.
  case `static`
}
