import BertStorage
import Foundation

extension Hub {
  /// Downloads a model that the catalogue does not pin. All files are of one commit: the one that the revision points
  /// to when the first file is downloaded.
  func pull(_ id: HubID, progress: (@Sendable (DownloadProgress) -> Void)?) async throws(HubError) -> URL {
    let model = models.appendingPathComponent(id.folder, isDirectory: true)
    let lock = try await DirectoryLock(model)
    defer { withExtendedLifetime(lock) {} }
    if let directory = directory(of: id), CacheDirectory(url: directory).isComplete { return directory }
    let client = try HubClient(configuration, operations: operations)
    return try await AnyModelPull(hub: self, id: id, client: client, progress: progress).run(in: model)
  }
}

/// The download of a model that the catalogue does not pin.
struct AnyModelPull {
  let hub: Hub
  let id: HubID
  let client: HubClient
  let progress: (@Sendable (DownloadProgress) -> Void)?

  /// Downloads all files into a directory named after the commit, and returns that directory.
  func run(in model: URL) async throws(HubError) -> URL {
    let first = model.appendingPathComponent("first-config.json")
    let answer = try await fetch(ModelFiles.configuration, revision: id.revision, to: first)
    // For a mirror that does not tell the commit the directory is named after the revision.
    let commit = answer.commit ?? id.revisionFolder
    let revision = answer.commit ?? id.revision
    let directory = model.appendingPathComponent(commit, isDirectory: true)
    try HubError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(directory) }
    let configuration = directory.appendingPathComponent(ModelFiles.configuration)
    try HubError.onFiles { () throws(FileError) in try FileSystem.rename(first, to: configuration) }
    var files = [CacheDirectory.Record.File(name: ModelFiles.configuration, size: answer.size, sha256: answer.sha256)]
    for name in ModelFiles.optional {
      if let file = try await fetchIfThere(name, revision: revision, in: directory) { files.append(file) }
    }
    for names in ModelFiles.moduleFiles(in: directory.appendingPathComponent(ModelFiles.modules)) {
      for name in names {
        guard let file = try await fetchIfThere(name, revision: revision, in: directory) else { continue }
        files.append(file)
        break
      }
    }
    files += try await fetchTokenizer(revision: revision, in: directory)
    files += try await fetchWeights(revision: revision, in: directory)
    try CacheDirectory(url: directory).finish(files)
    if !id.isCommit {
      let references = model.appendingPathComponent("refs", isDirectory: true)
      try HubError.onFiles { () throws(FileError) in
        try FileSystem.makeDirectory(references)
        try AtomicFile.write(Data(commit.utf8), to: references.appendingPathComponent(id.revisionFolder))
      }
    }
    return directory
  }

  /// Downloads the files of the first form of tokenizer of which the model has all.
  private func fetchTokenizer(
    revision: String, in directory: URL
  ) async throws(HubError) -> [CacheDirectory.Record.File] {
    for form in ModelFiles.tokenizers {
      var files: [CacheDirectory.Record.File] = []
      for name in form {
        guard let file = try await fetchIfThere(name, revision: revision, in: directory) else { break }
        files.append(file)
      }
      if files.count == form.count { return files }
    }
    throw HubError(.incomplete(missing: "tokenizer.json, vocab.txt, vocab.json with merges.txt, or a .model"), "\(id)")
  }

  private func fetchWeights(
    revision: String, in directory: URL
  ) async throws(HubError) -> [CacheDirectory.Record.File] {
    for form in ModelFiles.weights {
      if let single = try await fetchIfThere(form.single, revision: revision, in: directory) { return [single] }
      guard let index = try await fetchIfThere(form.index, revision: revision, in: directory) else { continue }
      var files = [index]
      for shard in try ModelFiles.shards(in: directory.appendingPathComponent(form.index)) {
        guard let file = try await fetchIfThere(shard, revision: revision, in: directory) else {
          throw HubError(.incomplete(missing: shard), "\(id)")
        }
        files.append(file)
      }
      return files
    }
    throw HubError(.incomplete(missing: "model.safetensors or pytorch_model.bin"), "\(id)")
  }

  private func fetchIfThere(
    _ name: String, revision: String, in directory: URL
  ) async throws(HubError) -> CacheDirectory.Record.File? {
    let target = directory.appendingPathComponent(name)
    // A file is renamed into a commit's directory only when it is complete, and a commit does not change; but the file
    // may have been modified since.
    if PlainName.isCommit(directory.lastPathComponent), let size = FileSystem.size(of: target) {
      let hash = try HubError.onFiles { () throws(FileError) in try FileDigest.sha256(of: target) }
      if CacheDirectory(url: directory).recordedHash(of: name) ?? hash == hash {
        return .init(name: name, size: size, sha256: hash)
      }
    }
    try HubError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(target.deletingLastPathComponent()) }
    do throws(HubError) {
      let answer = try await fetch(name, revision: revision, to: target)
      return .init(name: name, size: answer.size, sha256: answer.sha256)
    } catch {
      guard error.reason == .notFound else { throw error }
      // Removes a directory such as 1_Pooling if it is empty.
      if name.contains("/") { _ = rmdir(target.deletingLastPathComponent().path) }
      return nil
    }
  }

  private func fetch(_ name: String, revision: String, to target: URL) async throws(HubError) -> HubClient.Answer {
    let request = HubClient.Request(
      url: hub.address(id, revision: revision, file: name), label: "\(id)/\(name)",
      attempts: hub.configuration.attempts)
    return try await client.fetch(request, to: target, progress: progress)
  }
}
