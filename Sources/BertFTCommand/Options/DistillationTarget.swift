import ArgumentParser
import BertFT

/// What an encoder is distilled into.
enum DistillationTarget: String, ExpressibleByArgument, CaseIterable {
  /// A table of token vectors.
  case `static`
}

/// How the states of a token and of the special ones beside it become a row of a table.
enum TokenPooling: String, ExpressibleByArgument, CaseIterable {
  case mean, cls

  /// The library's name.
  var mode: PoolingMode { self == .mean ? .mean : .cls }
}
