// What a program that classifies texts imports: `import BertFT` brings the tokenizers, the data reader, the checkpoints,
// the encoder's public parts, training and prediction, and the hub.

@_exported public import BertBaselines
@_exported public import BertCheckpoint
@_exported public import BertData
@_exported public import BertEncoder
@_exported public import BertExport
@_exported public import BertFeatures
@_exported public import BertHub
@_exported public import BertInference
@_exported public import BertStorage
@_exported public import BertText
@_exported public import BertTuning
