"""What may stand in a path or a query? Ids, numbers and words, bounded as `kiosk.core.bounds` says."""

from typing import Annotated

from litestar.params import PathParameter, QueryParameter

from kiosk.core.bounds import INT_MAX, NO_NUL, NUMBER_MAX

Id = Annotated[str, PathParameter(max_length=80, pattern=NO_NUL)]
Number = Annotated[int, PathParameter(ge=1, le=NUMBER_MAX)]
EventQuery = Annotated[int, QueryParameter(ge=0, le=NUMBER_MAX)]
SeqQuery = Annotated[int, QueryParameter(ge=0, le=INT_MAX)]
WordQuery = Annotated[str, QueryParameter(max_length=200, pattern=NO_NUL)]
