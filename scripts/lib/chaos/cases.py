"""What is measured. Each case takes the stage and gives figures."""

from chaos.ends import closed_line, silent_line, sign_outs
from chaos.million import million
from chaos.restarts import restarts
from chaos.steady import steady

CASES = {
    "steady": steady, "sign-outs": sign_outs, "line-silent": silent_line, "line-closed": closed_line,
    "million": million, "restarts": restarts,
}
