import ArgumentParser

/// The value of `-k`: a number of clusters, or `auto`.
enum ClusterCount: ExpressibleByArgument {
  /// The number with the best mean silhouette.
  case auto
  case number(Int)

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let number = Int(argument), number >= 2 {
      self = .number(number)
    } else {
      return nil
    }
  }
}
