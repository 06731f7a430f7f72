import ArgumentParser

/// Which part of a cross-validation a run is tested on.
enum FoldArgument: ExpressibleByArgument, Equatable {
  case one(Int)
  /// One after another.
  case all

  init?(argument: String) {
    if argument == "all" {
      self = .all
    } else if let number = Int(argument) {
      self = .one(number)
    } else {
      return nil
    }
  }
}
