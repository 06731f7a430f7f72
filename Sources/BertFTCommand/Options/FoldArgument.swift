import ArgumentParser

/// Which part of a cross-validation a run is tested on.
enum FoldArgument: ExpressibleByArgument, Equatable {
  /// A part, from 1.
  case one(Int)
  /// All parts, one after another.
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
