from __future__ import annotations

from django.urls import path

from lyhord.programme.views import clauses, decisions, exceptions, money

app_name = "programme"
urlpatterns = [
    path("", decisions.decision_list, name="decision-list"),
    path("nytt/", decisions.decision_add, name="decision-add"),
    path("<uuid:decision_id>/", decisions.decision_detail, name="decision-detail"),
    path("<uuid:decision_id>/andra/", decisions.decision_edit, name="decision-edit"),
    path("<uuid:decision_id>/utfall/", decisions.decision_state, name="decision-state"),
    path("<uuid:decision_id>/samverkan/", decisions.partner, name="partner-decision"),
    path("<uuid:decision_id>/ny-att-sats/", clauses.clause_add, name="clause-add"),
    path("<uuid:decision_id>/pengar/", money.money, name="money"),
    path("<uuid:decision_id>/pengar/ny/", money.funding_add, name="funding-add"),
    path("pengar/<uuid:funding_id>/", money.funding_edit, name="funding-edit"),
    path("pengar/<uuid:funding_id>/ny-kostnad/", money.cost_add, name="cost-add"),
    path("kostnader/<uuid:cost_id>/ta-bort/", money.cost_remove, name="cost-remove"),
    path("att-satser/<uuid:clause_id>/", clauses.clause_edit, name="clause-edit"),
    path("att-satser/<uuid:clause_id>/genomfort/", clauses.definition_adopt, name="definition-adopt"),
    path("att-satser/<uuid:clause_id>/undantag/", exceptions.exception_list, name="exception-list"),
    path("undantag/<uuid:exception_id>/ta-bort/", exceptions.exception_remove, name="exception-remove"),
]
