extension DataError {
  /// The kind of failure, which decides a command's exit code.
  public enum Kind: Sendable {
    /// An option is wrong or missing (sysexits 64).
    case usage
    /// The contents are wrong (65).
    case badData
    /// The input does not exist or is not readable (66); so sysexits has it for a directory and for want of permission.
    case inputMissing
    /// Reading failed on the way (74).
    case io

    /// The exit code of sysexits.
    public var exitCode: Int32 {
      switch self {
      case .usage: 64
      case .badData: 65
      case .inputMissing: 66
      case .io: 74
      }
    }
  }

  /// The kind of failure.
  public var kind: Kind {
    switch self {
    case .labelsEmptyName(.file), .labelsDuplicate(_, .file), .labelsTooFew(.file), .labelsQuoting(.file):
      .badData
    case .labelsEmptyName, .labelsDuplicate, .labelsTooFew, .formatNeeded, .unknownFormat, .columnNotFound,
      .columnAmbiguous, .columnUnclear, .columnUsedTwice, .columnsInPlainText,
      .columnNumber, .labelsQuoting, .unknownEncoding, .notATable, .optionsOfFiles:
      .usage
    case .fileMissing, .isDirectory, .cannotOpen:
      .inputMissing
    case .readFailed:
      .io
    case .emptyFile, .headerOnly, .noUsableRows, .oneLabelOnly, .unclosedQuote, .encoding, .notText, .rowTooLong,
      .wrongDelimiter, .jsonArray, .jsonUnclosed, .badRows, .unknownLabels, .labelFileMalformed, .notInEncoding,
      .damagedArchive, .archiveWindow, .labelsLikeIDs,
      .labelsLikeScores, .labelsRunOn, .headerMayBeRow, .noLabelPrefix:
      .badData
    }
  }

  /// Whether another row of JSON, which may have other members, can still tell the columns.
  var isAboutMissingColumn: Bool {
    switch self {
    case .columnNotFound: true
    case .columnUnclear(_, _, _, let candidates, _, _): candidates.isEmpty
    default: false
    }
  }
}
