import BertCheckpoint
import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertKernels
import BertStorage
import BertText
import Foundation

/// Writes a student as a directory of its teacher's kind, a bundle, a classifier or an encoder, with the teacher's
/// other files as far as they are right for the student.
struct StudentWriter {
  let teacher: Teacher
  let model: SequenceClassifier
  /// nil where all tokens are kept.
  let vocabulary: PrunedVocabulary?
  /// Whether the student was trained, so that the teacher's metrics are not its own.
  let hasLearnt: Bool
  let options: TrainingOptions
  let record: DistillationRecord

  /// Writes all files into an existing directory.
  ///
  /// - Throws: `model`, `checkpoint`, `file`.
  func write(metricsLog: Data, into directory: URL) throws(TuningError) {
    let source = teacher.source
    try TuningError.onFiles { () throws(FileError) in
      if let vocabulary {
        for file in vocabulary.files {
          try AtomicFile.write(file.contents, to: directory.appendingPathComponent(file.name))
        }
      } else {
        for file in TokenizerLoader.files(in: source.folder) {
          try FileSystem.copyContents(file, to: directory.appendingPathComponent(TokenizerLoader.usualName(of: file)))
        }
      }
      for name in source.sentenceFiles {
        let copy = directory.appendingPathComponent(name)
        try FileSystem.makeDirectory(copy.deletingLastPathComponent())
        try FileSystem.copyContents(source.url.appendingPathComponent(name), to: copy)
      }
      if keepsNovelty {
        try FileSystem.copyContents(
          source.url.appendingPathComponent(NoveltyFile.name), to: directory.appendingPathComponent(NoveltyFile.name))
      }
    }
    let weights = try weights()
    do {
      try SafetensorsWriter.write(
        weights, metadata: ["format": "pt"], to: directory.appendingPathComponent("model.safetensors"))
    } catch {
      throw .checkpoint(error)
    }
    let bundle = try bundleRecord(directory)
    try TuningError.onFiles { () throws(FileError) in
      if !metricsLog.isEmpty {
        try AtomicFile.write(metricsLog, to: directory.appendingPathComponent("metrics.jsonl"))
      }
      try JSONFile.write(typed: document, to: directory.appendingPathComponent("config.json"))
      // Last, because it marks the directory as complete.
      if let bundle {
        try JSONFile.write(bundle, .pretty, to: directory.appendingPathComponent(ClassifierBundle.recordName))
      } else {
        try JSONFile.write(record, .pretty, to: directory.appendingPathComponent(DistillationRecord.name))
      }
    }
  }

  private var keepsNovelty: Bool { !hasLearnt && teacher.record?.novelty != nil }

  /// The tensors under their usual names; the word embeddings with the rows of the kept tokens only.
  private func weights() throws(TuningError) -> [TensorSource] {
    let table = model.wordEmbeddings
    var sources = model.parameters.map { parameter in
      guard let vocabulary, parameter === table else { return parameter.source() }
      let rows = table.value.selecting(vocabulary.formerIDs.map { Int($0) })
      return TensorSource(name: table.name, shape: [rows.rows, rows.columns]) { body in
        try rows.withUnsafeBufferPointer(body)
      }
    }
    guard case .vectors = teacher.outputs else { return sources }
    do {
      // The vectors do not use the pooler, but transformers would initialize a missing one at random.
      sources += try SequenceClassifier.poolerSources(
        of: teacher.source.checkpoint, teacher.source.configuration)
    } catch {
      throw .model(path: teacher.source.url.path, error)
    }
    return sources
  }

  /// The teacher's configuration with the student's sizes; unknown keys are kept.
  private var document: JSONValue {
    var document = model.configuration.written(teacher.source.document)
    for field in model.configuration.layerFields {
      for name in [field.name] + field.otherNames.filter({ document[$0] != nil }) {
        document[name] = .integer(field.value)
      }
    }
    if case .vectors = teacher.outputs, teacher.source.task != .encoder {
      document["architectures"] = [.string(model.configuration.architecture.encoderClassName)]
    }
    if let vocabulary {
      document["vocab_size"] = .integer(vocabulary.formerIDs.count)
      for member in document.members ?? [] where member.key.hasSuffix("_token_id") {
        guard let former = member.value.integer else { continue }
        document[member.key] = vocabulary.formerIDs.firstIndex { Int($0) == former }.map(JSONValue.integer)
      }
    }
    // The weights are written in single precision, whatever the teacher's were.
    for key in ["dtype", "torch_dtype"] where document[key] != nil { document[key] = "float32" }
    return document
  }

  /// The teacher's record, changed to describe the student; nil where the teacher is not a bundle.
  private func bundleRecord(_ directory: URL) throws(TuningError) -> BundleRecord? {
    guard var bundle = teacher.record else { return nil }
    bundle.createdWith = record.program
    bundle.encoder = .init(name: record.teacher, sha256: record.teacherSHA256)
    bundle.distillation = try JSONValue.encoding(record)
    if hasLearnt {
      bundle.methodReason = "distilled from \(record.teacher), of which it has \(record.layers.count) layers"
      bundle.options = try JSONValue.encoding(options)
      bundle.metrics = .init()
      bundle.novelty = nil
    }
    // These describe the run that trained the teacher; the teacher's own record keeps them.
    (bundle.selection, bundle.transfer, bundle.descriptions) = (nil, nil, nil)
    (bundle.unlabelled, bundle.drift, bundle.soup) = (nil, nil, nil)
    (bundle.layer, bundle.anchor, bundle.selfTaught) = (nil, nil, nil)
    bundle.precision = nil
    bundle.agreement = nil
    bundle.tokenizerFiles = [:]
    for file in TokenizerLoader.files(in: directory) {
      bundle.tokenizerFiles[file.lastPathComponent] = try TuningError.onFiles { () throws(FileError) in
        try FileDigest.sha256(of: file)
      }
    }
    return bundle
  }
}
