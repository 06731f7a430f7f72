import ArgumentParser

/// How rows to label next are chosen.
enum SuggestionStrategy: String, ExpressibleByArgument, CaseIterable {
  /// Those of which the bundle is least sure.
  case margin
  /// Those that stand for all, by clusters of the vectors.
  case kmeans
  /// Those of which the bundle is least sure once it has learnt from its own sure answers, the labels in turn.
  case hast
}
