import BertCheckpoint
import BertStorage
public import BertText
public import Foundation

/// The files of a model's directory that are read before its weights.
struct ModelFiles {
  /// The directory.
  let url: URL
  /// The folder of the encoder's own files.
  let folder: URL
  /// What the files of sentence-transformers say, or why they are not supported.
  let sentence: Result<SentenceModules, InferenceError>
  /// `config.json`, or the file that Google published in its place beside a TensorFlow checkpoint.
  let configurationFile: URL
  /// The bytes of the configuration; nil where there is none.
  let configuration: Data?
  /// The members of the configuration, where it is a JSON object.
  let document: JSONValue?

  /// - Throws: `file`; what `PublishedConfiguration` throws; without a `config.json` in the directory, what reading the
  ///   files of sentence-transformers throws, which alone name the encoder's folder.
  init(_ url: URL) throws(InferenceError) {
    self.url = url
    sentence = Result { () throws(InferenceError) in try SentenceModules(directory: url) }
    let isHere = FileManager.default.fileExists(atPath: url.appendingPathComponent("config.json").path)
    let encoderFolder = isHere ? (try? sentence.get().encoderFolder) ?? "" : try sentence.get().encoderFolder
    folder = encoderFolder.isEmpty ? url : url.appendingPathComponent(encoderFolder)
    let own = folder.appendingPathComponent("config.json"), data = try Self.read(own)
    if data == nil, let published = try PublishedConfiguration(in: folder) {
      configurationFile = published.file
      configuration = Data(published.document.line.utf8)
      document = published.document
      return
    }
    configurationFile = own
    configuration = data
    document = configuration.flatMap { try? JSONValue(parsing: [UInt8]($0)) }.flatMap { $0.members == nil ? nil : $0 }
  }

  /// The tokenizer that its files and `config.json` determine together.
  ///
  /// - Throws: `tokenizer`; `fileMalformed` where no file beside a TensorFlow checkpoint says whether the vocabulary is
  ///   cased, and it may be.
  func tokenizer() throws(InferenceError) -> PretrainedTokenizer {
    let tokenizer: PretrainedTokenizer
    do {
      tokenizer = try TokenizerLoader.pretrained(
        directory: folder,
        configuration: document.map { ($0["model_type"]?.string, $0["tokenizer_class"]?.string) })
    } catch {
      throw .tokenizer(path: folder.path, error)
    }
    if Checkpoint.isTensorFlow(folder) { try VocabularyCase.check(tokenizer, in: folder) }
    return tokenizer
  }

  /// The contents of a file; nil where there is none.
  ///
  /// - Throws: `file`; `fileMalformed` where the content is a Git LFS pointer, a web page or the like.
  static func read(_ file: URL) throws(InferenceError) -> Data? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let data = try InferenceError.onFiles { () throws(FileError) in try FileSystem.read(file) }
    if let foreign = ForeignFile(contents: data) {
      throw .fileMalformed(path: file.path, reason: "it is \(foreign.name); \(foreign.remedy)")
    }
    return data
  }

  /// The contents of a required file.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - remedy: What to do where it does not exist.
  /// - Throws: `fileMissing`, `file`, `fileMalformed`.
  static func read(_ file: URL, remedy: String) throws(InferenceError) -> Data {
    guard let data = try read(file) else { throw .fileMissing(path: file.path, remedy: remedy) }
    return data
  }
}

extension PretrainedModel {
  /// The tokenizer of a directory, which need not have weights.
  ///
  /// - Throws: `file`, `fileMalformed`, `unsupportedModule`, `tokenizer`.
  public static func tokenizer(at url: URL) throws(InferenceError) -> PretrainedTokenizer {
    try ModelFiles(url).tokenizer()
  }
}
