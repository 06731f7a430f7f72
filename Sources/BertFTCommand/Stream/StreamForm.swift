import ArgumentParser

/// The form of a stream of texts and answers.
enum StreamForm: String, ExpressibleByArgument, CaseIterable {
  /// JSON objects, one a line; an empty line ends a batch.
  case jsonl
  /// Arrow's streaming format; each record batch is a batch.
  case arrow
}
