import BertStorage
import Foundation

/// The cache of Hugging Face's libraries: `models--org--name/refs/<revision>` holds a commit, and `snapshots/<commit>`
/// its files as links. The cache is only read.
struct HuggingFaceCache {
  let directory: URL

  /// The directory of a model's files, if it has `config.json`; other files may be missing.
  func snapshot(_ id: HubID) -> URL? {
    let model = directory.appendingPathComponent("models--\(id.folder)", isDirectory: true)
    var commit = id.revision
    if !id.isCommit {
      let reference = model.appendingPathComponent("refs").appendingPathComponent(id.revision)
      guard let size = FileSystem.size(of: reference), size < 200,
        let text = try? String(contentsOf: reference, encoding: .utf8)
      else { return nil }
      commit = text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    guard PlainName.isHubName(commit) else { return nil }
    let snapshot = model.appendingPathComponent("snapshots/\(commit)", isDirectory: true)
    return FileSystem.size(of: snapshot.appendingPathComponent("config.json")) == nil ? nil : snapshot
  }

  /// The directory of a catalogue model, if it has all required files and each of its files has the catalogue's hash.
  func verified(_ entry: ModelEntry) -> URL? {
    guard let hubID = entry.hubID, let revision = entry.revision, let id = HubID(parsing: "\(hubID)@\(revision)"),
      let snapshot = snapshot(id)
    else { return nil }
    for file in entry.files {
      let url = snapshot.appendingPathComponent(file.path)
      switch FileSystem.size(of: url) {
      case nil: if !file.isOptional { return nil }
      case file.size?: if (try? FileDigest.sha256(of: url)) != file.sha256 { return nil }
      default: return nil
      }
    }
    return snapshot
  }

  /// The directory of any model, if it has a configuration, weights with all shards, and a tokenizer.
  func complete(_ id: HubID) -> URL? {
    snapshot(id).flatMap { ModelFiles.isUsable($0) ? $0 : nil }
  }
}
