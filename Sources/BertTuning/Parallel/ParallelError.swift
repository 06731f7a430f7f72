public import BertStorage

/// Why ranks cannot train one model together.
public enum ParallelError: Error, Sendable, Equatable {
  /// No MPI library was found.
  case libraryMissing(reason: String)
  /// A library is not a known MPI, or does not work.
  case libraryUnfit(path: String, reason: String)
  /// The launcher of the processes belongs to another MPI than the library, so that each process sees only itself.
  case otherLauncher(path: String, started: Int, found: Int)
  /// There are more ranks than parts of a batch.
  case tooFewParts(parts: Int, ranks: Int)
  /// Something is not the same on all ranks.
  case ranksDiffer(Difference, ranks: [Int])
  /// Weights that must be the same on all ranks no longer are.
  case drifted(step: Int, ranks: [Int])

  /// What ranks may differ in.
  public enum Difference: String, Sendable, CaseIterable {
    /// The version of the program.
    case program
    /// The options.
    case options
    /// The rows.
    case data
    /// The weights of the encoder.
    case encoder
    /// The unfinished run that is resumed.
    case state
    /// The gradient that the processors compute from the first texts.
    case arithmetic
  }
}

extension ParallelError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch self {
    case .libraryMissing, .libraryUnfit, .otherLauncher: .unavailable
    case .tooFewParts: .usage
    case .ranksDiffer(let difference, _):
      switch difference {
      case .options: .usage
      case .data, .encoder, .state: .badData
      case .program, .arithmetic: .unavailable
      }
    case .drifted: .internalError
    }
  }
}

extension ParallelError: CustomStringConvertible {
  /// One or two lines: what is wrong, where, and what to do next.
  public var description: String { wording.plain }
}

extension ParallelError: Worded {
  package var wording: Wording {
    switch self {
    case .libraryMissing(let reason):
      """
      no MPI library: \(reason)
      Install one, on Debian by `apt-get install openmpi-bin`, or name it by the variable \(MPILibrary.variable)
      """
    case .libraryUnfit(let path, let reason):
      "\(path): \(reason)\nName another MPI library by the variable \(MPILibrary.variable)"
    case .otherLauncher(let path, let started, let found):
      """
      \(path): \(Counted(started, "process", "processes")) were started together, and this library sees \(found)
      Name the library of the MPI whose launcher started them by the variable \(MPILibrary.variable)
      """
    case .tooFewParts(let parts, let ranks):
      "\(name: "parts") \(parts): there are \(ranks) ranks, and each needs at least one part of a batch"
    case .ranksDiffer(let difference, let ranks):
      "\(difference.words) on \(Self.listed(ranks)) as on rank 0; \(difference.remedy)"
    case .drifted(let step, let ranks):
      "the weights on \(Self.listed(ranks)) are no longer those of rank 0 at step \(step); check the memory of that machine"
    }
  }

  private static func listed(_ ranks: [Int]) -> String {
    (ranks.count == 1 ? "rank " : "ranks ") + ranks.map(String.init).joined(separator: ", ")
  }
}

extension ParallelError.Difference {
  fileprivate var words: String {
    switch self {
    case .program: "the version of the program is not the same"
    case .options: "the options are not the same"
    case .data: "the data, or its division, is not the same"
    case .encoder: "the weights of the encoder are not the same"
    case .state: "the unfinished run is not the same"
    case .arithmetic: "the gradient of the same texts is not the same"
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .program: "install the same everywhere"
    case .options: "give the same everywhere"
    case .data: "give the same rows everywhere"
    case .encoder: "give the same files everywhere"
    case .state: "share the directory of the bundle between the machines"
    case .arithmetic: "take machines with processors of one kind"
    }
  }
}
