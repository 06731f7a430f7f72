/// One file of a catalogue entry, pinned by its hash.
public struct CatalogueFile: Sendable, Equatable {
  /// The path inside the model's directory, or inside the package.
  public let path: String
  /// The size in bytes.
  public let size: Int
  /// The SHA-256 in lower-case hexadecimal digits.
  public let sha256: String
  /// Whether the model can be used without it.
  public let isOptional: Bool

  init(_ path: String, size: Int, sha256: String, isOptional: Bool = false) {
    self.path = path
    self.size = size
    self.sha256 = sha256
    self.isOptional = isOptional
  }
}

/// A Python package with files of the catalogue, for machines that reach a package index but not the Hub.
public struct PackageRoute: Sendable, Equatable {
  /// The package's name.
  public let name: String
  /// The one version whose content the catalogue pins.
  public let version: String
  /// The folder inside the package that the files' paths are relative to, with a slash at its end; or empty.
  public let folder: String
  /// The platform of the wheel, for a package that only has wheels of platforms; the files that are extracted are data,
  /// the same for all.
  public let platform: String?

  init(name: String, version: String, folder: String, platform: String? = nil) {
    self.name = name
    self.version = version
    self.folder = folder
    self.platform = platform
  }
}
