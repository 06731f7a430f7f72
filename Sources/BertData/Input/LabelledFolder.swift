import Foundation

/// A directory `DIR/label/*.txt`: each file is a text, and the folder that it lies in is its label.
///
/// The layout is that of the Large Movie Review Dataset and of scikit-learn's `load_files`. Folders and files come in
/// the order of their names' bytes. A file may be compressed.
struct LabelledFolder {
  /// The directory, as messages name it.
  let name: String
  /// The files as `label/file.txt`.
  let files: [String]
  /// The number of other files and folders, which are skipped; hidden ones are not counted.
  let others: Int
  private let url: URL

  /// - Throws: `DataError.cannotOpen`; `.isDirectory` where no folder has a text.
  init(_ url: URL) throws(DataError) {
    self.url = url
    name = url.relativePath
    var files: [String] = []
    var others = 0
    for label in try Self.names(in: url) {
      let folder = url.appendingPathComponent(label)
      guard Self.type(of: folder) == S_IFDIR else {
        others += 1
        continue
      }
      for file in try Self.names(in: folder) {
        if Self.isText(file), Self.type(of: folder.appendingPathComponent(file)) == S_IFREG {
          files.append(label + "/" + file)
        } else {
          others += 1
        }
      }
    }
    guard !files.isEmpty else { throw .isDirectory(file: name) }
    self.files = files
    self.others = others
  }

  /// Whether a path leads to a directory.
  static func isDirectory(_ url: URL) -> Bool { type(of: url) == S_IFDIR }

  /// The label of a file: the name of its folder.
  static func label(of file: String) -> Substring { file.prefix { $0 != "/" } }

  /// Opens a file.
  ///
  /// - Throws: what opening an ``InputFile`` throws.
  func open(_ file: String) throws(DataError) -> InputFile {
    try InputFile(.file(url.appendingPathComponent(file)), named: path(of: file))
  }

  /// A file as messages name it.
  func path(of file: String) -> String { name + (name.hasSuffix("/") ? "" : "/") + file }

  private static func isText(_ name: String) -> Bool {
    var url = URL(fileURLWithPath: name)
    if Compression.endings.contains(url.pathExtension.lowercased()) { url.deletePathExtension() }
    return url.pathExtension.lowercased() == "txt"
  }

  /// The type of the file at a path, as `stat` gives it; 0 where there is none.
  private static func type(of url: URL) -> mode_t {
    var status = stat()
    return stat(url.path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  /// The names in a directory without the hidden ones, in the order of their bytes.
  private static func names(in url: URL) throws(DataError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: url.path).filter { !$0.hasPrefix(".") }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw .cannotOpen(file: url.relativePath, reason: "the directory cannot be read")
    }
  }
}
