import ArgumentParser

/// How many clusters a person wants.
enum ClusterCount: ExpressibleByArgument {
  /// As many as the silhouette says.
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
