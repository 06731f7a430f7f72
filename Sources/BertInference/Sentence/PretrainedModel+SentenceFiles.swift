import Foundation

extension PretrainedModel {
  /// The pooling modes of a sentence's vector by the directory's files; the vectors of several modes are concatenated.
  ///
  /// - Throws: an ``InferenceError`` about the files.
  package func sentencePooling() throws(InferenceError) -> [PoolingMode] {
    for case .pooling(let modes, _) in try sentence.get().steps { return modes }
    return []
  }

  /// The prompts of the directory's files that are not empty.
  ///
  /// - Throws: an ``InferenceError`` about the files.
  package func sentencePrompts() throws(InferenceError) -> [String] {
    try sentence.get().model.prompts.values.filter { !$0.isEmpty }
  }

  /// The paths of the files of sentence-transformers in the directory, which a copy of the model needs beside the
  /// encoder's own. Empty where there are none.
  package var sentenceFiles: [String] {
    let list = url.appendingPathComponent("modules.json")
    guard let modules = try? SentenceModules.decode([SentenceModules.Module].self, list) else { return [] }
    var names = ["modules.json", ModelSettings.fileName] + TransformerSettings.fileNames
    for module in modules {
      guard let folder = try? module.folder(list), !folder.isEmpty else { continue }
      let place = url.appendingPathComponent(folder)
      for name in ((try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []).sorted() {
        names.append(folder + "/" + name)
      }
    }
    return names.filter { name in
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path, isDirectory: &isDirectory)
        && !isDirectory.boolValue
    }
  }
}
