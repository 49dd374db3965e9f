"""The demo world: everything that several connections must agree on, made once."""

from __future__ import annotations

from functools import cached_property

from sophia.demo.accounts import Account, create_accounts
from sophia.demo.calls import Call, create_calls
from sophia.demo.deals import Deal, create_deals
from sophia.demo.delivery import Delivery, create_delivery
from sophia.demo.knowledge import Document, Question, create_documents, create_questions
from sophia.demo.models import ModelCall, create_model_calls
from sophia.demo.people import Person, sales_team, success_team


class World:
    """The company at a scale: `factor` 1 is the small demo, 10 the large."""

    def __init__(self, factor: int) -> None:
        self.factor = factor

    @cached_property
    def reps(self) -> list[Person]:
        """Return the sales representatives."""
        return sales_team(self.factor)

    @cached_property
    def managers(self) -> list[Person]:
        """Return the customer success managers."""
        return success_team(self.factor)

    @cached_property
    def accounts(self) -> list[Account]:
        """Return the customers."""
        return create_accounts(self.factor)

    @cached_property
    def deals(self) -> list[Deal]:
        """Return the sales pipeline of three years."""
        return create_deals(self.accounts, self.reps, self.factor)

    @cached_property
    def calls(self) -> list[Call]:
        """Return the recorded conversations."""
        return create_calls(self.accounts, self.deals, self.reps, self.managers)

    @cached_property
    def delivery(self) -> Delivery:
        """Return the work of the engineering teams."""
        return create_delivery(self.factor)

    @cached_property
    def documents(self) -> list[Document]:
        """Return the documents of the knowledge base."""
        return create_documents(self.factor)

    @cached_property
    def questions(self) -> list[Question]:
        """Return the questions asked to the knowledge base."""
        return create_questions(self.factor)

    @cached_property
    def model_calls(self) -> list[ModelCall]:
        """Return the calls to language models."""
        return create_model_calls(self.questions, self.factor)
