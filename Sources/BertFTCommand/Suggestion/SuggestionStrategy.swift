import ArgumentParser

/// How rows to label next are chosen.
enum SuggestionStrategy: String, ExpressibleByArgument, CaseIterable {
  /// The rows of which the bundle is least sure.
  case margin
  /// A row for each cluster of the vectors.
  case kmeans
  /// The rows of which the bundle is least sure after it has learnt from its own sure answers, the labels in turn.
  case hast
}
