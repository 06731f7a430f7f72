import ArgumentParser
import BertFT

/// What `bertft distill --to` makes of an encoder.
enum DistillationTarget: String, ExpressibleByArgument, CaseIterable {
  /// A table of token vectors.
  case `static`
}

/// How the hidden states of a token and of the special tokens around it become a row of a table.
enum TablePooling: String, ExpressibleByArgument, CaseIterable {
  case mean, cls

  /// The library's value.
  var mode: PoolingMode { self == .mean ? .mean : .cls }
}
