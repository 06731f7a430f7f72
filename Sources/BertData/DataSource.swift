public import Foundation

/// Where rows come from.
public enum DataSource: Sendable, Equatable {
  /// A file, or a pipe with a name.
  case file(URL)
  /// Standard input; the format must be given.
  case standardInput

  /// The source that an argument of the command line names.
  ///
  /// - Parameter argument: `-` for standard input, or a path.
  public init(argument: String) {
    self = argument == "-" ? .standardInput : .file(URL(fileURLWithPath: argument))
  }

  /// How messages name the source: the path as it may be typed from the current directory.
  public var name: String {
    switch self {
    case .standardInput: return "standard input"
    case .file(let url): return url.relativePath
    }
  }
}
