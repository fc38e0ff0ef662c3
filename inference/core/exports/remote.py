"""A Hugging Face folder for a model of no published family: it brings its own module."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from safetensors.torch import save_file

from inference.core.exports.pytorch import model_text
from inference.core.exports.source import Source

FILE: Final = "modeling_slm.py"
PREFIX: Final = "net."
MODEL_TYPE: Final = "slm_design"
IMPORTS: Final = """from transformers import GenerationMixin, PreTrainedConfig, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutputWithPast
"""
WRAPPER: Final = '''

class SLMConfig(PreTrainedConfig):
    """What transformers asks a model for; the sizes themselves stand in `Config` above."""

    model_type = "slm_design"


class SLMForCausalLM(PreTrainedModel, GenerationMixin):
    """The model above, as transformers loads, trains and samples models."""

    config_class = SLMConfig
    base_model_prefix = ""
    _tied_weights_keys = @TIED@

    def __init__(self, config):
        super().__init__(config)
        with torch.device("cpu"):  # constants that no file holds are computed here, whatever loads the weights
            self.net = Model(Config())
        self.post_init()

    def _init_weights(self, module):
        """Weights are drawn where the modules are made."""

    def get_input_embeddings(self):
        return self.net.@TABLE@

    def get_output_embeddings(self):
        return self.net.@HEAD@

    def prepare_inputs_for_generation(self, input_ids, **kwargs):
        return {"input_ids": input_ids}

    def forward(self, input_ids=None, attention_mask=None, labels=None, **kwargs):
        """Return logits [B, T, V], and the loss where there are labels. Padding on the right changes nothing."""
        logits, loss = self.net(input_ids), None
        if labels is not None:
            loss = self.loss_function(logits, labels, vocab_size=self.config.vocab_size)
        return CausalLMOutputWithPast(loss=loss, logits=logits)
'''


def write_remote(source: Source, folder: Path, common: Mapping[str, Any]) -> dict[str, Any]:
    """Write the module and the weights; return the configuration."""
    (folder / FILE).write_text(module_text(source), encoding="utf-8")
    tensors = {PREFIX + name: tensor for name, tensor in source.tensors().items()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    name = FILE.removesuffix(".py")
    return {
        "model_type": MODEL_TYPE,
        "architectures": ["SLMForCausalLM"],
        "auto_map": {"AutoConfig": f"{name}.SLMConfig", "AutoModelForCausalLM": f"{name}.SLMForCausalLM"},
        "hidden_size": source.width,
        "num_hidden_layers": source.model.n_layers,
        "tie_word_embeddings": bool(source.model.tied),
        "use_cache": False,  # a text is read again for every token
        "design": source.design.to_json(),
        **common,
    }


def module_text(source: Source) -> str:
    """Return `model.py` with the wrapper at its end."""
    text = model_text(source)
    last = list(re.finditer(r"^(?:import|from) .*\n", text, re.MULTILINE))[-1].end()
    tied = {PREFIX + head: PREFIX + table for head, table in source.model.tied.items()}
    table, head = source.ends
    wrapper = WRAPPER.replace("@TIED@", repr(tied)).replace("@TABLE@", table).replace("@HEAD@", head)
    return text[:last] + IMPORTS + text[last:].rstrip("\n") + "\n" + wrapper
