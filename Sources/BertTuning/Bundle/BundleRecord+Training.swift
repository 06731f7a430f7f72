import BertEncoder
public import BertInference
import BertStorage
import Foundation

extension BundleRecord {
  /// All options of the run that trained an encoder; nil for a simple model, and where this version cannot read them.
  public var trainingOptions: TrainingOptions? {
    options.flatMap { tree in
      guard let data = try? JSONEncoder().encode(tree) else { return nil }
      return try? JSONDecoder().decode(TrainingOptions.self, from: data)
    }
  }
}

extension BundleRecord.DataRecord {
  /// The digests and counts of a run's rows.
  init(_ data: TrainingData, folds: Int?) {
    self.init(
      fileSha256: data.fileSHA256, contentSha256: data.digest, trainingRows: data.training.count,
      validationRows: data.validation.count, testRows: data.test.count, labelColumns: data.labelColumns,
      columns: data.columns, folds: folds, testFold: data.testFold)
  }
}

extension JSONValue {
  /// A value as a JSON document.
  ///
  /// - Throws: `file` where the value cannot be written as JSON.
  static func encoding(_ value: some Encodable) throws(TuningError) -> JSONValue {
    do {
      return try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
    } catch {
      throw .file(FileError(.io(operation: "encoding", code: EINVAL), ClassifierBundle.recordName))
    }
  }
}
